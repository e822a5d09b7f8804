"""OpenBLAS through numpy on one thread: arguments are shapes MxNxK, output is GFLOP/s of each."""

import sys
import time

import numpy as np

for shape in sys.argv[1:]:
    rows, columns, inner = (int(size) for size in shape.split("x"))
    a = np.random.rand(rows, inner).astype("f")
    b = np.random.rand(inner, columns).astype("f")
    out = np.empty((rows, columns), "f")
    best, start = 0.0, time.perf_counter()
    repeats = max(1, int(5e8 / (rows * columns * inner)))
    while time.perf_counter() - start < 2:
        before = time.perf_counter()
        for _ in range(repeats):
            np.dot(a, b, out=out)
        best = max(best, repeats * 2e-9 * rows * columns * inner / (time.perf_counter() - before))
    print(f"{shape} {best:.1f}", flush=True)

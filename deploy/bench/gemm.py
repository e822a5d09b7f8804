#!/usr/bin/env python3
"""Glissade's matrix products beside those of OpenBLAS, one thread each, in turns.

Needs numpy with OpenBLAS (Debian: python3-numpy libopenblas0-pthread). Run it on one core of an idle
machine; only ratios within one run mean anything:

    taskset -c 1 deploy/bench/gemm.py --rounds 5 128x512x784 --gradient 784x512x128 --slice 32

OpenBLAS may not know a new processor and then takes kernels for an older one:
OPENBLAS_CORETYPE=SkylakeX makes it use AVX-512, OPENBLAS_VERBOSE=2 tells what it took.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy  # noqa: E402: after the number of threads

GLISSADE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bin", "glissade")
SECONDS = 1.0


def glissade(products, gradients, slice_size):
    """One run of `bench gemm`: GFLOP/s of each shape, and of the peak."""
    command = [GLISSADE, "bench", "gemm", "--json", "--slice", str(slice_size), *products]
    for shape in gradients:
        command += ["--gradient", shape]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    results = json.loads(answer)["results"]
    return [result["gflops"] for result in results], results[0]["peak_gflops"]


def openblas(shape, gradient):
    """GFLOP/s of one product, the best of a second; a gradient takes its first operand transposed."""
    rows, columns, inner = (int(part) for part in shape.split("x"))
    numbers = numpy.random.default_rng(1)
    a = numbers.random((inner, rows) if gradient else (rows, inner), dtype=numpy.float32)
    b = numbers.random((inner, columns), dtype=numpy.float32)
    a = a.T if gradient else a
    out = numpy.empty((rows, columns), dtype=numpy.float32)
    flops = 2.0 * rows * columns * inner
    # The clock and the loop must not count: a round is at least 5 million operations.
    repeats = max(1, int(5e6 / flops))
    best = float("inf")
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(repeats):
            numpy.dot(a, b, out=out)
        best = min(best, time.perf_counter() - start)
    return flops * repeats / best / 1e9


def spread(values):
    return f"{statistics.median(values):.1f} ({min(values):.0f}..{max(values):.0f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("products", nargs="*", metavar="MxNxK")
    parser.add_argument("--gradient", action="append", default=[], metavar="IxOxB")
    parser.add_argument("--slice", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    shapes = [(shape, False) for shape in options.products]
    shapes += [(shape, True) for shape in options.gradient]
    if not shapes:
        parser.error("expected at least one shape, like 128x512x784")
    ours = [[] for _ in shapes]
    theirs = [[] for _ in shapes]
    peaks = []
    for _ in range(options.rounds):
        speeds, peak = glissade(options.products, options.gradient, options.slice)
        peaks.append(peak)
        for i, (shape, gradient) in enumerate(shapes):
            ours[i].append(speeds[i])
            theirs[i].append(openblas(shape, gradient))
    print(f"median of {options.rounds} rounds (least..greatest), GFLOP/s; peak {spread(peaks)}")
    for i, (shape, gradient) in enumerate(shapes):
        name = f"gradient {shape}, slices of {options.slice}" if gradient else shape
        ratio = statistics.median(ours[i]) / statistics.median(theirs[i])
        share = 100 * statistics.median(ours[i]) / statistics.median(peaks)
        print(
            f"{name:36} Glissade {spread(ours[i])}, {share:.0f} % of the peak;"
            f" OpenBLAS {spread(theirs[i])}; ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    sys.exit(main())

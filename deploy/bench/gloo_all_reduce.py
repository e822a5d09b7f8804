#!/usr/bin/env python3
"""Sums of vectors by PyTorch's all_reduce over gloo: back to back, as `bench plane` does it.

    gloo_all_reduce.py RANK WORKERS PORT FLOATS...

Rank 0 prints a line for each length: floats, median and 99th percentile in milliseconds.
"""

import os
import sys
import time

import torch
import torch.distributed

rank, workers, port = (int(word) for word in sys.argv[1:4])
os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port), GLOO_SOCKET_IFNAME="lo")
torch.set_num_threads(1)
torch.distributed.init_process_group("gloo", rank=rank, world_size=workers)
for floats in (int(word) for word in sys.argv[4:]):
    count = int(min(2_000, max(40, 3e8 / floats)))
    vector = torch.zeros(floats)
    times = []
    for number in range(count + count // 5):
        before = time.perf_counter()
        torch.distributed.all_reduce(vector)
        if number >= count // 5:
            times.append(time.perf_counter() - before)
    times.sort()
    if rank == 0:
        print(floats, 1e3 * times[(len(times) - 1) // 2], 1e3 * times[int(0.99 * (len(times) - 1))])

#!/usr/bin/env python3
"""Training by PyTorch's DistributedDataParallel over gloo, one thread in each process.

    gloo_ddp.py RANK WORKERS PORT WIDTHS BATCH

Samples of a mini-batch of all processes together lie in memory, always the same. Rank 0 prints the
median of seven half seconds after three: samples a second, of all processes together.
"""

import os
import sys
import time

import torch
import torch.distributed

rank, workers, port = (int(word) for word in sys.argv[1:4])
widths = [int(width) for width in sys.argv[4].split("-")]
batch = int(sys.argv[5])
os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port), GLOO_SOCKET_IFNAME="lo")
torch.set_num_threads(1)
torch.distributed.init_process_group("gloo", rank=rank, world_size=workers)
layers = []
for layer in range(1, len(widths)):
    layers.append(torch.nn.Linear(widths[layer - 1], widths[layer]))
    if layer < len(widths) - 1:
        layers.append(torch.nn.ReLU())
model = torch.nn.parallel.DistributedDataParallel(torch.nn.Sequential(*layers))
descent = torch.optim.SGD(model.parameters(), lr=0.01)
loss = torch.nn.CrossEntropyLoss()
inputs = torch.randn(batch // workers, widths[0])
labels = torch.randint(0, widths[-1], (batch // workers,))


def step():
    descent.zero_grad()
    loss(model(inputs), labels).backward()
    descent.step()


def speed(seconds):
    """All processes take the same number of steps, for they wait for each other in each."""
    start, steps = time.perf_counter(), 0
    ends = torch.zeros(1)
    while ends.item() == 0:
        for _ in range(max(1, 4096 // batch)):
            step()
            steps += 1
        ends[0] = time.perf_counter() - start >= seconds
        torch.distributed.broadcast(ends, 0)
    return batch * steps / (time.perf_counter() - start)


speed(3)
speeds = sorted(speed(0.5) for _ in range(7))
if rank == 0:
    print(f"{speeds[3]:.0f}", flush=True)

"""PyTorch on one thread; arguments and output as those of TensorFlowPeer."""

import sys
import time

import torch

torch.set_num_threads(1)


def median(batch, step):
    start = time.perf_counter()
    while time.perf_counter() - start < 3:
        step()
    speeds = []
    for _ in range(7):
        start, steps = time.perf_counter(), 0
        while time.perf_counter() - start < 0.5:
            step()
            steps += 1
        speeds.append(batch * steps / (time.perf_counter() - start))
    return sorted(speeds)[3]


def speed(widths, activation, batch, optimizer):
    widths = [int(width) for width in widths.split("-")]
    layers = []
    for layer in range(1, len(widths)):
        layers.append(torch.nn.Linear(widths[layer - 1], widths[layer]))
        if layer < len(widths) - 1:
            layers.append(torch.nn.ReLU() if activation == "relu" else torch.nn.Sigmoid())
    model = torch.nn.Sequential(*layers)
    if optimizer == "sgd":
        descent = torch.optim.SGD(model.parameters(), lr=0.01)
    else:
        descent = torch.optim.Adam(model.parameters(), lr=0.0001)
    loss = torch.nn.CrossEntropyLoss()
    inputs = torch.randn(batch, widths[0])
    labels = torch.randint(0, widths[-1], (batch,))

    def step():
        descent.zero_grad()
        loss(model(inputs), labels).backward()
        descent.step()

    return median(batch, step)


for network in sys.argv[1:]:
    widths, activation, batch, optimizer = network.split(",")
    print(f"{network} {speed(widths, activation, int(batch), optimizer):.0f}", flush=True)

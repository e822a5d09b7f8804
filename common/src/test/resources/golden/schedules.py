"""Writes schedules.json: learning rates as the schedulers of PyTorch give them, a step at a time.

python3 schedules.py > schedules.json   (PyTorch 2.13.0, float64 arithmetic of Python)
"""

import json
import warnings

import torch
from torch.optim import lr_scheduler as lr

warnings.filterwarnings("ignore")


def rates(learning_rate, total, warmup, build):
    """The rate of each step; build makes the main scheduler, which begins after the warm-up."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=learning_rate)
    main = build(optimizer, total - warmup)
    scheduler = main
    if warmup:
        line = lr.LinearLR(optimizer, start_factor=1 / (warmup + 1), total_iters=warmup)
        scheduler = lr.SequentialLR(optimizer, [line, main], milestones=[warmup])
    found = []
    for step in range(total):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < total - 1:
            scheduler.step()
    return found


def case(schedule, learning_rate, total, per_epoch, build, warmup=0, decay=None, epochs=None):
    return {
        "schedule": schedule,
        "learning_rate": learning_rate,
        "steps": total,
        "steps_per_epoch": per_epoch,
        "warmup": warmup,
        "decay": decay,
        "decay_epochs": epochs,
        "rates": rates(learning_rate, total, warmup, build),
    }


def constant(optimizer, steps):
    return lr.ConstantLR(optimizer, factor=1, total_iters=0)


def stairs(decay, interval):
    return lambda optimizer, steps: lr.StepLR(optimizer, step_size=interval, gamma=decay)


def exponential(decay, interval):
    return lambda optimizer, steps: lr.ExponentialLR(optimizer, gamma=decay ** (1 / interval))


def cosine(optimizer, steps):
    return lr.CosineAnnealingLR(optimizer, T_max=steps)


def one_cycle(peak):
    return lambda optimizer, steps: lr.OneCycleLR(
        optimizer, max_lr=peak, total_steps=steps, cycle_momentum=False
    )


cases = [
    case("constant", 0.1, 20, 5, constant, warmup=8),
    case("step", 0.1, 60, 7, stairs(0.5, 14), decay=0.5, epochs=2),
    case("step", 0.1, 60, 7, stairs(0.1, 20)),
    case("step", 0.1, 60, 7, stairs(0.1, 18), warmup=6),
    case("exponential", 0.3, 60, 6, exponential(0.95, 6)),
    case("exponential", 0.3, 60, 6, exponential(0.5, 12), decay=0.5, epochs=2, warmup=5),
    case("exponential", 1e-6, 50, 1, exponential(1.3, 1), decay=1.3, epochs=1),
    case("cosine", 0.001, 97, 10, cosine),
    case("cosine", 0.001, 97, 10, cosine, warmup=10),
    case("cosine", 0.1, 1, 1, cosine),
    case("one-cycle", 0.01, 100, 10, one_cycle(0.01)),
    case("one-cycle", 0.01, 101, 10, one_cycle(0.01)),
    case("one-cycle", 2.0, 7, 1, one_cycle(2.0)),
    case("one-cycle", 2.0, 3, 1, one_cycle(2.0)),
]
print("{\"source\": \"PyTorch %s, schedules.py\", \"cases\": [" % torch.__version__)
print(",\n".join(json.dumps(c) for c in cases))
print("]}")

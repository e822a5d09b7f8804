#!/usr/bin/env python3
"""Two network namespaces joined by a bad link, in user space: for kernels without netem, and without names.

usage: impaired-network.py SEED LOSS DUPLICATION REORDERING DELAY_MS

Makes namespaces A (10.98.0.1) and B (10.98.0.2), each with a TUN device, and passes every IP packet from one device to
the other: lost with probability LOSS, sent twice with DUPLICATION, else DELAY_MS late, but at once (so that it
overtakes what waits) with REORDERING. The same seed draws the same fates in the same order of packets.

Prints "ready" with the paths by which nsenter reaches the namespaces, or why they are not permitted, and counts as JSON at the end. Ends when its
standard input does. Namespaces and devices have no names outside this process: they end with it and with what runs in them.
"""
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
MTU = 1500
LONGEST = 65535
BURST = 64

libc = ctypes.CDLL("libc.so.6", use_errno=True)


def checked(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def namespace(address, other):
    """Moves this process to a new namespace; returns descriptors of the namespace and of its device."""
    checked(libc.unshare(CLONE_NEWNET))
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"impaired", IFF_TUN_NO_PI))
    for command in (
        "ip link set lo up",
        f"ip addr add {address} peer {other} dev impaired",
        f"ip link set impaired mtu {MTU} txqueuelen 5000 up",
    ):
        subprocess.check_call(command.split())
    return os.open("/proc/self/ns/net", os.O_RDONLY), device


class Link:
    """What waits on its way between the two devices."""

    def __init__(self, seed, loss, duplication, reordering, delay):
        self.random = random.Random(seed)
        self.loss = loss
        self.duplication = duplication
        self.reordering = reordering
        self.delay = delay
        self.waiting = []
        self.number = 0
        self.counts = dict(packets=0, lost=0, twice=0, overtaking=0, dropped=0)

    def take(self, packet, to, now):
        self.counts["packets"] += 1
        if self.random.random() < self.loss:
            self.counts["lost"] += 1
            return
        overtakes = self.random.random() < self.reordering
        self.counts["overtaking"] += overtakes
        self.wait(packet, to, now if overtakes else now + self.delay)
        if self.random.random() < self.duplication:
            self.counts["twice"] += 1
            self.wait(packet, to, now + self.delay)

    def wait(self, packet, to, due):
        self.number += 1
        heapq.heappush(self.waiting, (due, self.number, to, packet))

    def deliver(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            _, _, to, packet = heapq.heappop(self.waiting)
            try:
                os.write(to, packet)
            except OSError:
                self.counts["dropped"] += 1

    def seconds_to_next(self, now):
        return max(0.0, self.waiting[0][0] - now) if self.waiting else None


def main():
    seed, loss, duplication, reordering, delay = (float(text) for text in sys.argv[1:])
    link = Link(int(seed), loss, duplication, reordering, delay / 1000)
    try:
        a, device_a = namespace("10.98.0.1", "10.98.0.2")
        b, device_b = namespace("10.98.0.2", "10.98.0.1")
    except PermissionError as refused:
        print("not permitted:", refused, flush=True)
        return
    print("ready", f"/proc/{os.getpid()}/fd/{a}", f"/proc/{os.getpid()}/fd/{b}", flush=True)
    other = {device_a: device_b, device_b: device_a}
    while True:
        wait = link.seconds_to_next(time.monotonic())
        readable, _, _ = select.select([device_a, device_b, sys.stdin], [], [], wait)
        if sys.stdin in readable:
            break
        for device in readable:
            now = time.monotonic()
            for _ in range(BURST):
                try:
                    packet = os.read(device, LONGEST)
                except BlockingIOError:
                    break
                link.take(packet, other[device], now)
        link.deliver(time.monotonic())
    print(json.dumps(link.counts), flush=True)


main()

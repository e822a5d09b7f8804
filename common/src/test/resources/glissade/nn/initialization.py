"""Second implementation of glissade.nn.Initialization; prints the hashes its test pins."""
import hashlib
import math
import struct
from statistics import NormalDist

M = 0xFFFFFFFF
GOLDEN = 0x9E3779B9
INITIALIZATION = 1
WIDTHS = (784, 16, 16, 10)
SEED = 1


def mixer(s1, m1, s2, m2, s3):
    def mix(x):
        x = ((x ^ (x >> s1)) * m1) & M
        x = ((x ^ (x >> s2)) * m2) & M
        return x ^ (x >> s3)

    return mix


mix_a = mixer(16, 0x7FEB352D, 15, 0x846CA68B, 16)
mix_b = mixer(16, 0x21F0AAAD, 15, 0xD35A2D97, 15)


def key(*words):
    a, b = GOLDEN, ~GOLDEN & M
    for word in words:
        a, b = mix_a(a ^ word), mix_b((b + word) & M)
    return a, b


def long_bits(k, index):
    word = mix_a((index * GOLDEN + k[0]) & M) ^ k[1]
    return mix_b(word) << 32 | mix_b(word ^ 0x5BD1E995)


def uniform(k, index):
    return (long_bits(k, index) >> 11) * 2.0**-53


def normal(k, index):
    return NormalDist().inv_cdf((long_bits(k, index) >> 11 | 1) * 2.0**-53)


SCHEMES = {
    "HE": (lambda n, m: math.sqrt(2 / n), normal),
    "XAVIER": (lambda n, m: math.sqrt(6 / (n + m)), lambda k, i: 2 * uniform(k, i) - 1),
    "NORMAL": (lambda n, m: 0.01, normal),
}
for name, (scale, draw) in SCHEMES.items():
    digest = hashlib.sha256()
    for layer, (n, m) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        k = key(SEED, 0, INITIALIZATION, 0, layer)
        weights = [scale(n, m) * draw(k, i) for i in range(n * m)]
        digest.update(struct.pack(f"<{n * m + m}f", *weights, *[0.0] * m))
    print(name, digest.hexdigest())

"""Second implementation of glissade.math.CounterRandom; prints the values its test pins."""
from statistics import NormalDist

M = 0xFFFFFFFF
GOLDEN = 0x9E3779B9


def mixer(s1, m1, s2, m2, s3):
    def mix(x):
        x = ((x ^ (x >> s1)) * m1) & M
        x = ((x ^ (x >> s2)) * m2) & M
        return x ^ (x >> s3)

    return mix


mix_a = mixer(16, 0x7FEB352D, 15, 0x846CA68B, 16)
mix_b = mixer(16, 0x21F0AAAD, 15, 0xD35A2D97, 15)


def key(seed, purpose, epoch, item):
    a, b = GOLDEN, ~GOLDEN & M
    for word in (seed & M, (seed >> 32) & M, purpose, epoch & M, item & M):
        a, b = mix_a(a ^ word), mix_b((b + word) & M)
    return a, b


def bits(k, index, tweak=0):
    return mix_b(mix_a((index * GOLDEN + k[0]) & M) ^ k[1] ^ tweak)


def long_bits(k, index):
    return bits(k, index) << 32 | bits(k, index, 0x5BD1E995)


for arguments in ((1, 1, 0, 0), (1, 2, 3, 4), (-5, 6, 0, 24999), (1 << 40, 1, 0, 0)):
    k = key(*arguments)
    u = long_bits(k, 7)
    print(
        arguments,
        [hex(bits(k, i)) for i in (0, 1, -1)],
        (bits(k, 7) >> 8) * 2.0**-24,
        (u >> 11) * 2.0**-53,
        (bits(k, 7) * 10) >> 32,
        NormalDist().inv_cdf((u >> 11 | 1) * 2.0**-53),
    )
print([NormalDist().inv_cdf(p) for p in (0.25, 0.975, 0.001, 1e-9, 1e-13)])

"""Fits the polynomials of Float32Math and prints their coefficients as Java literals.

Weighted least squares on Chebyshev nodes in 60 digits (close to minimax). The coefficients are rounded
to float32 one after the other from the lowest power up, and the rest is fitted again each time, so the
rounding of the large coefficients is absorbed by the small ones. Needs mpmath only.
"""

import struct

from mpmath import atanh, cos, exp, log, lu_solve, matrix, mp, mpf, pi, tanh

mp.dps = 60
NODES = 200


def float32(value):
    return mpf(struct.unpack("<f", struct.pack("<f", float(value)))[0])


def fit(name, function, weight, low, high, terms):
    points = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * NODES)) for i in range(NODES)]
    fixed = []
    while len(fixed) < terms:
        powers = range(len(fixed), terms)
        rows = [[weight(x) * x**p for p in powers] for x in points]
        right = [weight(x) * (function(x) - sum(c * x**p for p, c in enumerate(fixed))) for x in points]
        design = matrix(rows)
        solution = lu_solve(design.T * design, design.T * matrix(right))
        fixed.append(float32(solution[0]))
    error = max(abs(weight(x) * (function(x) - sum(c * x**p for p, c in enumerate(fixed)))) for x in points)
    print(f"{name}: error {mp.nstr(error * 2**24, 3)} half ulps of 1")
    for power, coefficient in enumerate(fixed):
        print(f"    x^{power}: {float(coefficient).hex()}f  // {mp.nstr(coefficient, 9)}")


half_ln2 = log(mpf(2)) / 2
# exp(r) = 1 + r + r^2 P(r)
fit("exp", lambda r: (exp(r) - 1 - r) / r**2, lambda r: r**2 / exp(r), -half_ln2, half_ln2 * mpf("1.0001"), 6)
# log(1 + f) = 2 atanh(s), s = f / (2 + f), |s| <= 3 - 2 sqrt 2; 2 atanh(s) = 2 s + s z P(z) with z = s^2
s_max = 3 - 2 * mpf(2) ** mpf("0.5")
fit("log", lambda z: (2 * atanh(z ** mpf("0.5")) / z ** mpf("0.5") - 2) / z, lambda z: z / 2, mpf("1e-12"), s_max**2, 4)
# tanh(x) = x + x z P(z) with z = x^2, |x| < 0.625
fit("tanh", lambda z: (tanh(z ** mpf("0.5")) / z ** mpf("0.5") - 1) / z, lambda z: z, mpf("1e-12"), mpf("0.625") ** 2, 6)
for name, value in (("ln2", log(mpf(2))), ("log2e", 1 / log(mpf(2)))):
    high = float32(value)
    print(name, float(high).hex(), float(float32(value - high)).hex())

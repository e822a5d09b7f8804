package glissade.math;

/**
 * Exponential, logarithm, hyperbolic tangent and sigmoid of one float, at most 2 ulp from the true
 * value, with the same bits as {@link Kernels} computes for whole arrays on any vector width. Made
 * of +, −, ×, ÷, fma and integer operations in one order, so no platform changes a bit.
 * Thread-safe.
 *
 * <p>Coefficients: weighted least squares on Chebyshev nodes, rounded to float one by one; the
 * script {@code polynomials.py} in the test resources prints them.
 */
public final class Float32Math {
    /** Slope of the leaky ReLU left of zero. */
    static final float LEAKY_SLOPE = 0.01f;

    /** Beyond these the exponential is infinite or zero, also after rounding. */
    static final float EXP_MAX = 90f;

    static final float EXP_MIN = -105f;

    static final float LOG2_E = 0x1.715476p+0f;
    static final float LN2_HIGH = 0x1.62e43p-1f;
    static final float LN2_LOW = -0x1.05c61p-29f;

    /** Adding 1.5 · 2^23 rounds to the nearest integer and leaves it in the low bits. */
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = 0x4b400000;

    // exp(r) = 1 + r + r² (E0 + E1 r + ...), |r| <= ln(2) / 2
    static final float E0 = 0x1.0p-1f;
    static final float E1 = 0x1.555552p-3f;
    static final float E2 = 0x1.5554e6p-5f;
    static final float E3 = 0x1.1115c8p-7f;
    static final float E4 = 0x1.6d4f00p-10f;
    static final float E5 = 0x1.9a6b04p-13f;

    // log(1 + f) = 2 s + s z (L0 + L1 z + ...), s = f / (2 + f), z = s²
    static final float L0 = 0x1.555554p-1f;
    static final float L1 = 0x1.999bd4p-2f;
    static final float L2 = 0x1.23f1a0p-2f;
    static final float L3 = 0x1.ec1e44p-3f;

    /** Bits of sqrt(1/2): mantissas are reduced to [sqrt(1/2), sqrt(2)). */
    static final int SQRT_HALF_BITS = 0x3f3504f3;

    static final int ONE_BITS = 0x3f800000;
    static final int MANTISSA_MASK = 0x007fffff;
    static final float TWO_POW_23 = 0x1.0p23f;

    // tanh(x) = x + x z (T0 + T1 z + ...), z = x², |x| < TANH_SMALL
    static final float TANH_SMALL = 0.625f;
    static final float T0 = -0x1.555554p-2f;
    static final float T1 = 0x1.11107cp-3f;
    static final float T2 = -0x1.b9f21cp-5f;
    static final float T3 = 0x1.63acc4p-6f;
    static final float T4 = -0x1.0c8726p-7f;
    static final float T5 = 0x1.1ac484p-9f;

    private Float32Math() {}

    /** Exponential; 0 below about −104, infinite above about 88.7. */
    public static float exp(float x) {
        float clamped = x > EXP_MAX ? EXP_MAX : x < EXP_MIN ? EXP_MIN : x;
        float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
        float power = shifted - ROUNDER;
        float high = Math.fma(-power, LN2_HIGH, clamped);
        float r = Math.fma(-power, LN2_LOW, high);
        float sum = 1f + r;
        // What r and the sum lost in rounding joins the small end: e^r = sum + (lost + r² p)
        float lost = (r - (sum - 1f)) + Math.fma(-power, LN2_LOW, high - r);
        float p = Math.fma(r, E5, E4);
        p = Math.fma(r, p, E3);
        p = Math.fma(r, p, E2);
        p = Math.fma(r, p, E1);
        p = Math.fma(r, p, E0);
        float value = sum + Math.fma(r * r, p, lost);
        // Two factors, because 2^power alone may be infinite or subnormal while the product is not.
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        int half = exponent >> 1;
        return value * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    /** Natural logarithm; NaN below zero, −infinity at zero of either sign. */
    public static float log(float x) {
        if (!(x > 0f)) {
            return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        float scaled = subnormal ? x * TWO_POW_23 : x;
        int bits = Float.floatToRawIntBits(scaled) + (ONE_BITS - SQRT_HALF_BITS);
        float power = (float) ((bits >> 23) - 127) - (subnormal ? 23f : 0f);
        float f = Float.intBitsToFloat((bits & MANTISSA_MASK) + SQRT_HALF_BITS) - 1f;
        float s = f / (2f + f);
        float z = s * s;
        float p = Math.fma(z, L3, L2);
        p = Math.fma(z, p, L1);
        p = Math.fma(z, p, L0);
        // f - f²/2 keeps what s alone would round away: log(1 + f) = f - (f²/2 - s (f²/2 + z p))
        float halfSquare = 0.5f * f * f;
        float correction = Math.fma(s, Math.fma(z, p, halfSquare), power * LN2_LOW);
        return Math.fma(power, LN2_HIGH, f - (halfSquare - correction));
    }

    /** Hyperbolic tangent; −0 stays −0. */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float value;
        if (magnitude < TANH_SMALL) {
            float z = magnitude * magnitude;
            float p = Math.fma(z, T5, T4);
            p = Math.fma(z, p, T3);
            p = Math.fma(z, p, T2);
            p = Math.fma(z, p, T1);
            p = Math.fma(z, p, T0);
            value = Math.fma(magnitude * z, p, magnitude);
        } else {
            value = 1f - 2f / (exp(magnitude + magnitude) + 1f);
        }
        return Math.copySign(value, x);
    }

    /** {@code 1 / (1 + exp(-x))}; never above 1, 0 only where the true value rounds to it. */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        float sum = 1f + e;
        float numerator = x < 0f ? e : 1f;
        float r = 1f / sum;
        float quotient = numerator * r;
        // One step of Newton against the exact denominator, sum + (what the sum lost)
        float rest = Math.fma(-quotient, sum, numerator);
        rest = Math.fma(-quotient, e - (sum - 1f), rest);
        return Math.fma(rest, r, quotient);
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }
}

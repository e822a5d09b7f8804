package glissade.math;

/**
 * Floats in sixteen bits, one by one: what the vector form repeats, operation by operation. Rounds
 * to the nearest, ties to the even one; gradual underflow, infinity beyond the largest; every NaN
 * becomes the same one, so that no payload decides a bit.
 */
final class SixteenBits {
    static final int SIGN = 0x8000_0000;
    static final int MAGNITUDE = 0x7fff_ffff;
    static final int INFINITY = 0x7f80_0000;
    static final int NAN = 0x7fc0_0000;

    /** Half of the last place that bfloat16 keeps, less one; the last bit kept makes up for it. */
    static final int BF16_BELOW_HALF = 0x7fff;

    static final int BF16_KEPT = 0xffff_0000;
    static final int BF16_DROPPED_BITS = 16;

    static final int FP16_BELOW_HALF = 0xfff;
    static final int FP16_KEPT = 0xffff_e000;
    static final int FP16_DROPPED_BITS = 13;

    /** 2^-14, below which binary16 has multiples of 2^-24 only. */
    static final int FP16_SMALLEST_NORMAL = 0x3880_0000;

    /** 2^16, the first number that binary16 lacks. */
    static final int FP16_TOO_LARGE = 0x4780_0000;

    /** A float in front of which numbers below it are multiples of 2^-24. */
    static final float FP16_ALIGNER = 0.5f;

    static final int FP16_ALIGNER_BITS = 0x3f00_0000;

    /** What the exponent of a float exceeds that of binary16 by, in place. */
    static final int FP16_REBIAS = 112 << 23;

    static final int FP16_SIGN = 0x8000;
    static final int FP16_INFINITY = 0x7c00;
    static final int FP16_NAN = 0x7e00;

    /** Smallest normal number of binary16, as it lies in sixteen bits. */
    static final int FP16_NORMAL = 0x0400;

    private SixteenBits() {}

    static float round(Precision to, float value) {
        return switch (to) {
            case FP32 -> value;
            case BF16 -> roundToBf16(value);
            case FP16 -> roundToFp16(value);
        };
    }

    private static float roundToBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & MAGNITUDE) > INFINITY) {
            return Float.intBitsToFloat(NAN);
        }
        int odd = (bits >>> BF16_DROPPED_BITS) & 1;
        return Float.intBitsToFloat((bits + BF16_BELOW_HALF + odd) & BF16_KEPT);
    }

    private static float roundToFp16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int magnitude = bits & MAGNITUDE;
        if (magnitude > INFINITY) {
            return Float.intBitsToFloat(NAN);
        }
        int rounded;
        if (magnitude < FP16_SMALLEST_NORMAL) {
            float aligned = Float.intBitsToFloat(magnitude) + FP16_ALIGNER;
            rounded = Float.floatToRawIntBits(aligned - FP16_ALIGNER);
        } else {
            int odd = (magnitude >>> FP16_DROPPED_BITS) & 1;
            rounded = (magnitude + FP16_BELOW_HALF + odd) & FP16_KEPT;
            rounded = rounded >= FP16_TOO_LARGE ? INFINITY : rounded;
        }
        return Float.intBitsToFloat((bits & SIGN) | rounded);
    }

    /** The sixteen bits of a value that was rounded to {@code format}. */
    static short pack(Precision format, float rounded) {
        int bits = Float.floatToRawIntBits(rounded);
        return switch (format) {
            case FP32 -> throw notSixteen();
            case BF16 -> (short) (bits >>> BF16_DROPPED_BITS);
            case FP16 -> packFp16(bits);
        };
    }

    private static short packFp16(int bits) {
        int magnitude = bits & MAGNITUDE;
        int packed;
        if (magnitude > INFINITY) {
            packed = FP16_NAN;
        } else if (magnitude >= FP16_TOO_LARGE) {
            packed = FP16_INFINITY;
        } else if (magnitude < FP16_SMALLEST_NORMAL) {
            float aligned = Float.intBitsToFloat(magnitude) + FP16_ALIGNER;
            packed = Float.floatToRawIntBits(aligned) - FP16_ALIGNER_BITS;
        } else {
            packed = (magnitude - FP16_REBIAS) >>> FP16_DROPPED_BITS;
        }
        return (short) (((bits >>> Short.SIZE) & FP16_SIGN) | packed);
    }

    /** The float of the same value. */
    static float unpack(Precision format, short packed) {
        return switch (format) {
            case FP32 -> throw notSixteen();
            case BF16 -> Float.intBitsToFloat(packed << BF16_DROPPED_BITS);
            case FP16 -> unpackFp16(packed);
        };
    }

    private static float unpackFp16(short packed) {
        int magnitude = packed & (FP16_SIGN - 1);
        int bits;
        if (magnitude >= FP16_INFINITY) {
            bits = INFINITY | (magnitude << FP16_DROPPED_BITS);
        } else if (magnitude < FP16_NORMAL) {
            float aligned = Float.intBitsToFloat(FP16_ALIGNER_BITS | magnitude);
            bits = Float.floatToRawIntBits(aligned - FP16_ALIGNER);
        } else {
            bits = (magnitude << FP16_DROPPED_BITS) + FP16_REBIAS;
        }
        return Float.intBitsToFloat(((packed & FP16_SIGN) << Short.SIZE) | bits);
    }

    static IllegalArgumentException notSixteen() {
        return new IllegalArgumentException("fp32 has no form in sixteen bits");
    }
}

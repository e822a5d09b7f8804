package glissade.math;

import java.util.Locale;

/** How many bits of a number are kept. */
public enum Precision {
    /** IEEE 754 binary32: all of a float's. */
    FP32(Float.BYTES),
    /** The upper half of a float: its range of exponents, 8 significant bits. */
    BF16(Short.BYTES),
    /**
     * IEEE 754 binary16: 11 significant bits, multiples of 2^-24 below 2^-14; from 65,520 on,
     * infinity.
     */
    FP16(Short.BYTES);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Length in bytes of a number. */
    public int bytes() {
        return bytes;
    }

    /** The spelling on the command line and in files. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

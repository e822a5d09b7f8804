package glissade.data;

import java.util.List;

/**
 * Reads numbers as data files write them: digits with a point, an exponent if need be. The nearest
 * float is taken. Confined to one thread; short numbers cost no allocation.
 */
final class NumberText {
    /** What a text is. */
    enum Kind {
        NUMBER,
        /** Nothing, or a word for it. */
        MISSING,
        /** Infinite, or too large for a float. */
        INFINITE,
        TEXT
    }

    private static final List<String> NOTHING = List.of("nan", "na", "n/a", "null", "?");
    private static final List<String> INFINITE = List.of("inf", "infinity");
    private static final int LONGEST_WORD = 9;

    /** The largest whole numbers that every smaller one, and a power of ten, is a float with. */
    private static final int EXACT_MANTISSA = 1 << 24;

    private static final float[] EXACT_POWERS_OF_TEN = {
        1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
    };

    private float value;

    /** The number last read. */
    float value() {
        return value;
    }

    /** Reads a text, blanks around it left out; {@link #value} is set for a number. */
    Kind read(char[] text, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        return from == to ? Kind.MISSING : readTrimmed(text, from, to);
    }

    Kind read(String text) {
        return read(text.toCharArray(), 0, text.length());
    }

    private Kind readTrimmed(char[] text, int from, int to) {
        boolean signed = text[from] == '-' || text[from] == '+';
        int at = signed ? from + 1 : from;
        int mantissa = 0;
        int digits = 0;
        int fraction = 0;
        boolean exact = true;
        boolean point = false;
        for (; at < to; at++) {
            char c = text[at];
            if (c == '.' && !point) {
                point = true;
            } else if (c >= '0' && c <= '9') {
                digits++;
                fraction += point ? 1 : 0;
                exact &= mantissa < EXACT_MANTISSA / 10;
                mantissa = exact ? mantissa * 10 + (c - '0') : mantissa;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return word(text, from, to);
        }
        if (at == to && exact && fraction < EXACT_POWERS_OF_TEN.length) {
            // One rounding of two exact numbers: the float that is nearest to the text.
            float magnitude = mantissa / EXACT_POWERS_OF_TEN[fraction];
            value = text[from] == '-' ? -magnitude : magnitude;
            return Kind.NUMBER;
        }
        if (!isExponent(text, at, to)) {
            return Kind.TEXT;
        }
        value = Float.parseFloat(new String(text, from, to - from));
        return Float.isInfinite(value) ? Kind.INFINITE : Kind.NUMBER;
    }

    /** Whether {@code e} and a whole number are left, or nothing. */
    private static boolean isExponent(char[] text, int from, int to) {
        if (from == to) {
            return true;
        }
        int at = from;
        if (text[at] != 'e' && text[at] != 'E') {
            return false;
        }
        at++;
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            at++;
        }
        boolean any = at < to;
        for (; at < to; at++) {
            any &= text[at] >= '0' && text[at] <= '9';
        }
        return any;
    }

    private static Kind word(char[] text, int from, int to) {
        if (to - from > LONGEST_WORD) {
            return Kind.TEXT;
        }
        String word = new String(text, from, to - from).toLowerCase(java.util.Locale.ROOT);
        if (NOTHING.contains(word)) {
            return Kind.MISSING;
        }
        String unsigned = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
        if (INFINITE.contains(unsigned)) {
            return Kind.INFINITE;
        }
        return unsigned.equals("nan") ? Kind.MISSING : Kind.TEXT;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}

package glissade.descent;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as short texts. */
final class Numbers {

    private Numbers() {}

    /** Three digits: {@code 0.215}, {@code 12}, {@code 1.2e-13}, {@code 2.4e5}. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (!(size < Double.POSITIVE_INFINITY)) {
            return String.valueOf(value);
        }
        return size >= 1e-4 && size < 1e5
                ? plain(new BigDecimal(value).round(new MathContext(3)))
                : String.format(Locale.ROOT, "%.1e", value);
    }

    /** Without zeros at the end and without an exponent. */
    static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}

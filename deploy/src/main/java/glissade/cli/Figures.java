package glissade.cli;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Figures {

    private static final int SHORT_HASH = 12;

    private Figures() {}

    /** {@code 20,000}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 worker}, {@code 2 workers}. */
    static String counted(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** {@code 41,203 samples/s}. */
    static String rate(double perSecond) {
        return Double.isFinite(perSecond)
                ? String.format(Locale.ROOT, "%,.0f samples/s", perSecond)
                : "– samples/s";
    }

    /** {@code 0.0841}; exponents only where a loss leaves the usual range. */
    static String loss(double value) {
        return Double.isFinite(value) && Math.abs(value) < 1e4
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, "%.3e", value);
    }

    /** {@code 97.12 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** {@code 12.4 s}. */
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /** {@code 0:42} or {@code 1:02:03}. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
    }

    /** A number as one would type it: {@code 0.0005}, {@code 1e-7}. */
    static String plain(double value) {
        double size = Math.abs(value);
        return size == 0 || (size >= 1e-6 && size < 1e15)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value).replace(".0E", "E").replace('E', 'e');
    }

    /** The beginning of a hash, enough to tell two runs apart. */
    static String shortHash(String hash) {
        return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
    }
}

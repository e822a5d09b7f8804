package glissade.math;

/**
 * The inverse of the normal distribution function, relative accuracy about 1e-16. Only +, −, ×, ÷,
 * square root and {@link StrictMath#log}, so the same bits everywhere.
 *
 * <p>The coefficients are those of the paper, rounded to double.
 *
 * @see <a href="https://doi.org/10.2307/2347330">Wichura 1988, Algorithm AS 241 (PPND16)</a>
 */
final class NormalQuantile {
    private static final double CENTRAL = 0.425;
    private static final double CENTRAL_SQUARED = 0.180625;
    private static final double NEAR_TAIL = 5.0;
    private static final double NEAR_TAIL_SHIFT = 1.6;

    // Coefficients from the highest power down, for |p - 1/2| <= 0.425.
    private static final double[] CENTRAL_NUMERATOR = {
        2509.0809287301227,
        33430.57558358813,
        67265.7709270087,
        45921.95393154987,
        13731.69376550946,
        1971.5909503065513,
        133.14166789178438,
        3.3871328727963665
    };
    private static final double[] CENTRAL_DENOMINATOR = {
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1.0
    };

    // For sqrt(-log(tail)) <= 5.
    private static final double[] NEAR_NUMERATOR = {
        0.0007745450142783414,
        0.022723844989269184,
        0.2417807251774506,
        1.2704582524523684,
        3.6478483247632045,
        5.769497221460691,
        4.630337846156546,
        1.4234371107496835
    };
    private static final double[] NEAR_DENOMINATOR = {
        1.0507500716444169e-09,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1.0
    };

    // For sqrt(-log(tail)) > 5.
    private static final double[] FAR_NUMERATOR = {
        2.0103343992922881e-07,
        2.7115555687434876e-05,
        0.0012426609473880784,
        0.026532189526576124,
        0.29656057182850487,
        1.7848265399172913,
        5.463784911164114,
        6.657904643501103
    };
    private static final double[] FAR_DENOMINATOR = {
        2.0442631033899397e-15,
        1.421511758316446e-07,
        1.8463183175100548e-05,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1.0
    };

    private NormalQuantile() {}

    /** Returns the x below which a standard normal variable falls with probability {@code p}. */
    static double of(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= CENTRAL) {
            double r = CENTRAL_SQUARED - q * q;
            return q * polynomial(CENTRAL_NUMERATOR, r) / polynomial(CENTRAL_DENOMINATOR, r);
        }
        double r = Math.sqrt(-StrictMath.log(q < 0 ? p : 1.0 - p));
        double magnitude;
        if (r <= NEAR_TAIL) {
            r -= NEAR_TAIL_SHIFT;
            magnitude = polynomial(NEAR_NUMERATOR, r) / polynomial(NEAR_DENOMINATOR, r);
        } else {
            r -= NEAR_TAIL;
            magnitude = polynomial(FAR_NUMERATOR, r) / polynomial(FAR_DENOMINATOR, r);
        }
        return q < 0 ? -magnitude : magnitude;
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            value = value * x + coefficients[i];
        }
        return value;
    }
}

package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Chooses the vector width: what the JVM prefers on this machine, or less when {@code
 * glissade.vector} asks for less. The JVM prefers the widest shape on which all operations of the
 * kernels become machine instructions (128 bits under {@code -XX:UseAVX=1}, where wider ones would
 * run as objects, a hundred times slower), so more than it prefers is never taken.
 */
final class VectorWidth {
    /** System property that forces narrower kernels. */
    static final String PROPERTY = "glissade.vector";

    /** System property by which tests run the tiles of the other machines: 16 or 32. */
    private static final String REGISTERS_PROPERTY = "glissade.registers";

    static final int SCALAR = Float.SIZE;

    private static final String AUTO = "auto";
    private static final String SCALAR_NAME = "scalar";
    private static final int WIDEST = 512;
    private static final int NARROWEST = 128;
    private static final int MANY_REGISTERS = 32;

    private VectorWidth() {}

    /** Width for this JVM in bits: 512, 256, 128 or {@link #SCALAR}. */
    static int bits() {
        return isScalarByWish()
                ? SCALAR
                : bits(System.getProperty(PROPERTY, AUTO), preferredBits());
    }

    /**
     * Reconciles a request with the machine.
     *
     * @throws IllegalArgumentException if {@code requested} is not a width
     */
    static int bits(String requested, int preferred) {
        int limit =
                switch (requested) {
                    case AUTO, "512" -> WIDEST;
                    case "256" -> 256;
                    case "128" -> NARROWEST;
                    case SCALAR_NAME -> SCALAR;
                    default ->
                            throw new IllegalArgumentException(
                                    "-D"
                                            + PROPERTY
                                            + " must be auto, 512, 256, 128 or scalar: found \""
                                            + requested
                                            + "\"; leave it out for the widest vectors of this machine");
                };
        int bits = Math.min(limit, preferred);
        return bits < NARROWEST ? SCALAR : bits;
    }

    /** Species of the kernels; only asked when {@link #bits()} is not scalar. */
    static VectorSpecies<Float> species() {
        return switch (bits()) {
            case 512 -> FloatVector.SPECIES_512;
            case 256 -> FloatVector.SPECIES_256;
            default -> FloatVector.SPECIES_128;
        };
    }

    /**
     * Whether there are 32 vector registers: with AVX-512 at every width, and on ARM; else 16.
     * Tiles for 32 are right with 16 too, only slow.
     */
    static boolean hasManyRegisters() {
        int wanted = Integer.getInteger(REGISTERS_PROPERTY, 0);
        if (wanted != 0) {
            return wanted == MANY_REGISTERS;
        }
        return FloatVector.SPECIES_PREFERRED.vectorBitSize() >= WIDEST
                || System.getProperty("os.arch").equals("aarch64");
    }

    static boolean isScalarByWish() {
        return SCALAR_NAME.equals(System.getProperty(PROPERTY));
    }

    private static int preferredBits() {
        boolean usable = VectorModule.isPresent() && hasOptimizingCompiler();
        return usable ? FloatVector.SPECIES_PREFERRED.vectorBitSize() : SCALAR;
    }

    /**
     * Only the optimizing compiler makes instructions of vectors; to the others they are objects.
     */
    private static boolean hasOptimizingCompiler() {
        String mode = System.getProperty("java.vm.info", "");
        return !mode.contains("emulated-client") && !mode.contains("interpreted mode");
    }
}

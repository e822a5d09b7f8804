package glissade.math;

import java.time.InstantSource;

/** Looks at the machine once and picks the kernels. */
final class KernelChoice {
    private static final boolean HARDWARE_FMA = HardwareFma.isPresent(InstantSource.system());

    private KernelChoice() {}

    static Kernels create() {
        return vectors() ? new VectorKernels() : new ScalarKernels();
    }

    /** Whether this machine's vectors are to be used; it is checked on the way. */
    static boolean vectors() {
        int bits = VectorWidth.bits();
        requireMachine(HARDWARE_FMA, VectorWidth.isScalarByWish() || VectorModule.isPresent());
        return bits != VectorWidth.SCALAR;
    }

    static void requireMachine(boolean hardwareFma, boolean vectorsOrScalarByWish) {
        if (!hardwareFma) {
            throw new UnsupportedMachineException(
                    "this JVM has no fused multiply-add in hardware, without which training is"
                            + " thousands of times slower: use a processor with AVX2 and FMA or an"
                            + " ARMv8 one, show it to virtual machines (CPU model \"host\"), and leave"
                            + " -XX:-UseFMA and -XX:UseAVX=0 away");
        }
        if (!vectorsOrScalarByWish) {
            throw new UnsupportedMachineException(
                    "the module jdk.incubator.vector is not there: start java with"
                            + " --add-modules jdk.incubator.vector, or choose -D"
                            + VectorWidth.PROPERTY
                            + "=scalar for slow kernels without it");
        }
    }
}

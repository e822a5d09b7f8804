package glissade.math;

/** Says in words what the machine or its JVM lacks to run the kernels, and how to mend it. */
public final class UnsupportedMachineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsupportedMachineException(String message) {
        super(message);
    }
}

package glissade.worker;

/**
 * How a worker ended.
 *
 * @param completed false when it failed, was refused or lost its coordinator
 * @param machineLacksSomething true when this machine is the cause
 * @param message one line for the user; empty when all went well
 */
public record WorkerOutcome(boolean completed, boolean machineLacksSomething, String message) {}

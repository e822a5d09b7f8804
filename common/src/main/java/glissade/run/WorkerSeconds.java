package glissade.run;

/**
 * Where the time of one worker's training thread went, in seconds. The three add up to the time
 * from its first wait for parameters to its last word, evaluations among it.
 *
 * @param computing gradients, updates, evaluations
 * @param communicating sending, taking in, adding up what others sent, handing states over
 * @param waiting for parameters, sums, room to send, verdicts
 */
public record WorkerSeconds(double computing, double communicating, double waiting) {}

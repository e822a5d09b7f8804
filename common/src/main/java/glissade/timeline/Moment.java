package glissade.timeline;

/**
 * A thread enters a phase, in which it stays until its next moment.
 *
 * @param nanos reading of the thread's clock
 * @param layer of the network, from 0; -1 where the phase is of none
 * @param step that the phase belongs to, from 0
 */
public record Moment(long nanos, Phase phase, int layer, long step) {
    public Moment {
        if (layer < -1) {
            throw new IllegalArgumentException("layer must be at least -1: layer=" + layer);
        }
        if (step < 0) {
            throw new IllegalArgumentException("step must not be negative: step=" + step);
        }
    }
}

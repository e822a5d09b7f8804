package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.Spread;
import glissade.collective.Buckets;

/**
 * Gives an averager that lives in the training thread the gradient sums of a step as they are
 * computed, the last first: every bucket as soon as it is whole. Confined to that thread.
 */
final class OwnUpdate {

    private final Averager averager;
    private final Spread spread;
    private int nextBucket;

    OwnUpdate(Averager averager, Spread spread) {
        this.averager = averager;
        this.spread = spread;
    }

    /** Opens a step of so many samples. */
    void begin(int samples) {
        averager.begin(samples);
        nextBucket = averager.buckets().count() - 1;
    }

    /** Takes in a part, once those after it are. */
    void take(SliceGradients gradients, int part) {
        int fromOffset = gradients.offset(part);
        Buckets buckets = averager.buckets();
        int first = nextBucket + 1;
        while (first > 0 && buckets.offset(first - 1) >= fromOffset) {
            first--;
        }
        averager.take(first, nextBucket + 1, gradients.sums(0), spread);
        nextBucket = first - 1;
    }
}

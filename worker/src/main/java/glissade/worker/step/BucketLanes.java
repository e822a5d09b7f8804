package glissade.worker.step;

import glissade.averaging.Spread;
import glissade.math.Kernels;

/**
 * Spreads the averaging of buckets over the lanes of a worker, neighbours to the same lane. Belongs
 * to the training thread; allocates nothing after construction.
 */
final class BucketLanes implements Spread {

    /** Buckets a lane from which waking the others pays. */
    private static final int FEW = 2;

    private final Lanes lanes;
    private final Kernels[] kernels;
    private final Lanes.Task task = this::lane;
    private int from;
    private int to;
    private Work work = (bucket, own) -> {};

    BucketLanes(Lanes lanes) {
        this.lanes = lanes;
        this.kernels = new Kernels[lanes.count()];
        for (int lane = 0; lane < kernels.length; lane++) {
            kernels[lane] = Kernels.create();
        }
    }

    @Override
    public void run(int fromBucket, int toBucket, Work ofBucket) {
        if (lanes.count() == 1 || toBucket - fromBucket < FEW * lanes.count()) {
            for (int bucket = fromBucket; bucket < toBucket; bucket++) {
                ofBucket.run(bucket, kernels[0]);
            }
            return;
        }
        from = fromBucket;
        to = toBucket;
        work = ofBucket;
        lanes.run(task);
    }

    private void lane(int lane) {
        int count = to - from;
        int end = from + count * (lane + 1) / lanes.count();
        for (int bucket = from + count * lane / lanes.count(); bucket < end; bucket++) {
            work.run(bucket, kernels[lane]);
        }
    }
}

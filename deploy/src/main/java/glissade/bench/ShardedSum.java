package glissade.bench;

import glissade.averaging.OwnerSums;
import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.collective.TreeNode;
import glissade.math.Kernels;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.FrameType;
import glissade.plane.PlaneMesh;
import glissade.plane.SendResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Direct reduce-scatter and all-gather: every rank owns a share of the buckets, gets the others'
 * values of them, adds them in tree order and sends the sums to all, each as soon as it is complete
 * and still in cache. Allocates nothing while it adds.
 */
final class ShardedSum implements VectorSum {
    private static final int FRAMES_A_POLL = 8;

    private final PlaneMesh mesh;
    private final int generation;
    private final Buckets buckets;
    private final Buckets frames;
    private final int rank;
    private final int worldSize;
    private final int firstOwn;
    private final int endOwn;
    private final MergeTree tree;
    private final OwnerSums sums;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;

    /** Others' frames in the order of sending: all owners get their first before the second. */
    private final int[] others;

    /** By frame. */
    private final int[] ownerOf;

    /** By rank: frames of this vector that are still to come. */
    private final int[] due;

    /** Sums that are complete, in that order. */
    private final int[] complete;

    private float[] vector = {};
    private long step;
    private int sent;
    private int completed;
    private int shared;
    private int sharedFrames;
    private int dueInAll;

    /**
     * @param firstStep number of the first vector
     */
    ShardedSum(PlaneMesh mesh, int generation, Kernels kernels, Buckets buckets, long firstStep) {
        this.mesh = mesh;
        this.generation = generation;
        this.buckets = buckets;
        this.frames = buckets.frames();
        this.step = firstStep - 1;
        this.rank = mesh.rank();
        this.worldSize = mesh.worldSize();
        this.firstOwn = firstOf(rank);
        this.endOwn = firstOf(rank + 1);
        this.tree = treeOf(worldSize);
        this.sums =
                new OwnerSums(buckets, kernels, firstOwn, endOwn, tree, worldSize, worldSize - 1);
        this.ownerOf = new int[frames.count()];
        this.others = new int[frames.count() - framesOf(rank)];
        this.due = new int[worldSize];
        this.complete = new int[endOwn - firstOwn];
        planSending();
    }

    /** The tree over one leaf of every rank. */
    static MergeTree treeOf(int worldSize) {
        List<TreeNode> leaves = new ArrayList<>();
        for (int leaf = 0; leaf < worldSize; leaf++) {
            leaves.add(new TreeNode(leaf, leaf + 1));
        }
        return new MergeTree(worldSize, leaves);
    }

    @Override
    public void begin(float[] next) {
        vector = next;
        step++;
        sent = 0;
        completed = 0;
        shared = 0;
        sharedFrames = 0;
        dueInAll = 0;
        sums.begin(tree);
        for (int bucket = firstOwn; bucket < endOwn; bucket++) {
            sums.add(rank, bucket, vector);
        }
        for (int other = 0; other < worldSize; other++) {
            if (other != rank) {
                due[other] = framesOf(rank) + framesOf(other);
                dueInAll += due[other];
            }
        }
    }

    @Override
    public int advance() {
        int work = share();
        if (sent < others.length && sendNext()) {
            sent++;
            work++;
        }
        int frames = 0;
        for (int other = 0; other < worldSize; other++) {
            if (other != rank) {
                // Also where nothing is due: frames for others have to be passed over.
                frames += mesh.poll(other, handler, Math.min(due[other], FRAMES_A_POLL));
            }
        }
        if (frames == 0 && dueInAll > 0) {
            mesh.tick();
        }
        return work + frames;
    }

    @Override
    public boolean done() {
        return dueInAll == 0 && shared == complete.length && sent == others.length;
    }

    @Override
    public String missing() {
        StringBuilder words = new StringBuilder("step " + step);
        for (int other = 0; other < worldSize; other++) {
            if (due[other] > 0) {
                words.append(", ").append(due[other]).append(" frames of worker ").append(other);
            }
        }
        return words.append(", ")
                .append(others.length - sent + complete.length - shared)
                .append(" frames to send")
                .toString();
    }

    /** Sends complete sums to all, while there is room. */
    private int share() {
        int work = 0;
        while (shared < completed) {
            int bucket = complete[shared];
            int frame = buckets.firstFrame(bucket) + sharedFrames;
            int offset = frames.offset(frame);
            header.parameters(generation, step, bucket, offset);
            if (mesh.trySendAll(header, vector, offset, frames.length(frame)) != SendResult.SENT) {
                return work;
            }
            sharedFrames++;
            if (frame + 1 == buckets.endFrame(bucket)) {
                shared++;
                sharedFrames = 0;
            }
            work++;
        }
        return work;
    }

    private boolean sendNext() {
        int frame = others[sent];
        int offset = frames.offset(frame);
        header.partialSum(generation, step, rank, rank + 1, buckets.bucketOf(frame), offset);
        return mesh.trySend(ownerOf[frame], header, vector, offset, frames.length(frame))
                == SendResult.SENT;
    }

    private void onFrame(FrameFlyweight frame) {
        int number = buckets.frameOf(frame.offset());
        if (frame.step() != step || frame.floats() != frames.length(number)) {
            throw new IllegalStateException(
                    "a frame of another vector: step=" + frame.step() + ", expected=" + step);
        }
        due[frame.senderRank()]--;
        dueInAll--;
        if (frame.type() == FrameType.PARAMETERS) {
            frame.copyFloats(vector, frames.offset(number));
        } else if (sums.add(frame.nodeLo(), frame)) {
            complete[completed++] = frame.bucket();
        }
    }

    private int firstOf(int ofRank) {
        return (int) ((long) buckets.count() * ofRank / worldSize);
    }

    private int firstFrameOf(int ofRank) {
        int first = firstOf(ofRank);
        return first == 0 ? 0 : buckets.endFrame(first - 1);
    }

    private int framesOf(int ofRank) {
        return firstFrameOf(ofRank + 1) - firstFrameOf(ofRank);
    }

    private void planSending() {
        int planned = 0;
        for (int turn = 0; planned < others.length; turn++) {
            for (int distance = 1; distance < worldSize; distance++) {
                int owner = (rank + distance) % worldSize;
                int frame = firstFrameOf(owner) + turn;
                if (frame < firstFrameOf(owner + 1)) {
                    ownerOf[frame] = owner;
                    others[planned++] = frame;
                }
            }
        }
    }
}

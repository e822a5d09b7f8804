package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.collective.Replication;
import glissade.collective.Rounds;
import glissade.collective.SliceShares;
import glissade.collective.SliceTree;
import glissade.collective.TreeNode;
import glissade.math.Kernels;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * One round of local descent: takes this worker's replicas from one synchronisation to the next,
 * one after the other, and hands over the sums of what they have come to, added up along the tree
 * over the replicas. Allocates nothing after construction.
 */
final class ReplicaStride implements Stride {

    private final Rounds rounds;
    private final List<TreeNode> nodes;
    private final TreeNode[] replicas;
    private final int firstReplica;
    private final ReplicaDescent descent;
    private final StarExchange exchange;
    private final Averager averager;
    private final Gates gates;
    private final Kernels kernels;
    private final PhaseClock clock;
    private final float[][] sums;
    private long step;
    private long end;
    private float[] state = new float[0];

    /**
     * The gates that training waits at.
     *
     * @param firstStep where no verdict comes any more
     * @param due whether after so many commits
     */
    record Gates(long firstStep, LongPredicate due, Gate gate) {

        /** Waits where it must, for the learning rates of {@code averager}; false at the end. */
        boolean pass(long step, Averager averager) {
            gate.closeIf(step > firstStep && due.test(step));
            return !gate.isClosed() || gate.pass(averager);
        }
    }

    /**
     * Takes over a worker's replicas.
     *
     * @param averager that {@code descent} goes on with
     * @param stateLength floats of a state
     */
    ReplicaStride(
            Replication replication,
            Rounds rounds,
            SliceShares holders,
            int rank,
            ReplicaDescent descent,
            StarExchange exchange,
            Averager averager,
            Gates gates,
            Kernels kernels,
            PhaseClock clock,
            int stateLength) {
        this.rounds = rounds;
        this.nodes = holders.nodes(rank);
        this.firstReplica = holders.from(rank);
        this.descent = descent;
        this.exchange = exchange;
        this.averager = averager;
        this.gates = gates;
        this.kernels = kernels;
        this.clock = clock;
        this.replicas = new TreeNode[replication.replicas()];
        for (int replica = 0; replica < replicas.length; replica++) {
            replicas[replica] = new TreeNode(replica, replica + 1);
        }
        int levels = 0;
        for (TreeNode node : nodes) {
            levels = Math.max(levels, levels(node.lo(), node.hi()));
        }
        this.sums = new float[levels][stateLength];
    }

    /** Arrays that the sum of a node takes. */
    private static int levels(int lo, int hi) {
        if (hi - lo == 1) {
            return 1;
        }
        int middle = SliceTree.split(lo, hi);
        return Math.max(levels(lo, middle), 1 + levels(middle, hi));
    }

    @Override
    public long take(long ofStep, float[] ofState) {
        step = ofStep;
        end = rounds.end(ofStep);
        state = ofState;
        averager.load(step, state);
        if (!gates.pass(step, averager)) {
            return END;
        }
        for (int index = 0; index < nodes.size(); index++) {
            TreeNode node = nodes.get(index);
            if (!sum(node.lo(), node.hi(), 0)) {
                return END;
            }
            exchange.publish(node, sums[0]);
        }
        return end;
    }

    /** Sums a node up in the array of this level; false when training is to stop. */
    private boolean sum(int lo, int hi, int level) {
        if (hi - lo == 1) {
            return descent.run(replicas[lo], lo - firstReplica, step, end, state, sums[level]);
        }
        int middle = SliceTree.split(lo, hi);
        if (!sum(lo, middle, level) || !sum(middle, hi, level + 1)) {
            return false;
        }
        clock.enter(Phase.REDUCE);
        kernels.add(sums[level], 0, sums[level + 1], 0, sums[level].length);
        return true;
    }

    @Override
    public long slices() {
        return descent.slices();
    }
}

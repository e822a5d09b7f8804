package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.collective.TreeNode;
import glissade.collective.UnitRounding;
import glissade.math.Kernels;
import glissade.math.Precision;
import glissade.plane.FrameBounds;
import glissade.plane.FrameHeader;
import glissade.plane.MeshAddress;
import glissade.plane.MeshMember;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMesh;
import glissade.plane.PlaneSettings;
import glissade.plane.SendResult;
import glissade.plane.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of an owner's buckets: own ones in place, others' out of a real log. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // every test opens its mesh first
final class OwnerSumsTest {
    private static final int PARAMETERS = 5 * Buckets.DEFAULT_LENGTH + 77;

    private final Kernels kernels = Kernels.create();
    private final FrameHeader header = new FrameHeader();
    private final List<MeshMember> members = new ArrayList<>();
    private Buckets buckets = new Buckets(PARAMETERS);
    private Buckets frames = buckets;
    private PlaneMesh owner;
    private PlaneMesh other;

    private void openMesh(int blocks) {
        buckets = new Buckets(PARAMETERS, blocks * Buckets.BLOCK);
        frames = buckets.frames();
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);
        for (int rank = 0; rank < 2; rank++) {
            members.add(MeshMember.start(settings, rank, 2));
        }
        List<MeshAddress> addresses = members.stream().map(MeshMember::address).toList();
        members.forEach(member -> member.connect(addresses));
        FrameBounds bounds = new FrameBounds(1, 0, 0, buckets, 1, 16);
        owner = members.get(0).open(List.of(11, 12), bounds);
        other = members.get(1).open(List.of(11, 12), bounds);
        PlaneIdle idle = new PlaneIdle();
        boolean ready = false;
        while (!ready) {
            boolean first = owner.ready();
            ready = other.ready() && first;
            idle.idle();
        }
    }

    @AfterEach
    void closeMesh() {
        owner.close();
        other.close();
        members.forEach(MeshMember::close);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, 2, FP32, 1",
        "2, 2, 6, FP32, 1",
        "2, 0, 6, FP32, 1",
        "1, 3, 11, FP32, 1",
        "3, 1, 4, FP32, 1",
        "4, 1, 3, FP32, 1",
        "64, 0, 1, FP32, 1",
        "2, 0, 6, BF16, 1",
        "2, 0, 6, BF16, 3",
        "4, 0, 3, BF16, 3",
        "2, 2, 6, FP16, 2",
        "2, 0, 6, FP16, 8"
    })
    void shouldAddAlongTheTreeWhateverTheOrderOfArrival(
            int blocks, int first, int end, Precision precision, int units) {
        openMesh(blocks);
        UnitRounding rounding = new UnitRounding(precision, units);
        Random random = new Random(7);
        int firstFrame = buckets.firstFrame(first);
        int endFrame = buckets.endFrame(end - 1);
        int maxLeaves = 6;
        // Whoever computes computes one at least, and up to three.
        int maxOthers = 5;
        List<TreeNode> most = IntStream.range(0, 6).mapToObj(i -> new TreeNode(i, i + 1)).toList();
        OwnerSums sums =
                new OwnerSums(
                        buckets,
                        kernels,
                        first,
                        end,
                        new MergeTree(6, most, rounding),
                        maxLeaves,
                        maxOthers);
        int range = buckets.offset(end - 1) + buckets.length(end - 1) - buckets.offset(first);
        assertThat(HeldFloats.of(sums) - HeldFloats.of(kernels))
                .isEqualTo((long) maxOthers * range);
        for (int round = 0; round < 30; round++) {
            boolean computes = round % 4 != 3;
            int leaves = 1 + round % (computes ? maxLeaves : maxOthers);
            List<TreeNode> nodes =
                    IntStream.range(0, leaves).mapToObj(i -> new TreeNode(i, i + 1)).toList();
            float[][] values = new float[leaves][buckets.parameterCount()];
            for (float[] each : values) {
                for (int i = 0; i < each.length; i++) {
                    each[i] = random.nextFloat() - 0.5f;
                }
            }
            MergeTree tree = new MergeTree(leaves, nodes, rounding);
            for (int leaf = 0; leaf < leaves; leaf++) {
                kernels.round(tree.precision(leaf), values[leaf], 0, values[leaf].length);
            }
            float[] expected = expected(values, tree, tree.size() - 1);
            int own = computes ? 1 + random.nextInt(Math.min(3, leaves)) : 0;
            int firstOwn = random.nextInt(leaves - own + 1);

            sums.begin(tree);
            List<int[]> arrivals = new ArrayList<>();
            for (int leaf = 0; leaf < leaves; leaf++) {
                for (int frame = firstFrame; frame < endFrame; frame++) {
                    arrivals.add(new int[] {leaf, frame});
                }
            }
            Collections.shuffle(arrivals, random);
            int completed = 0;
            for (int[] arrival : arrivals) {
                int leaf = arrival[0];
                int frame = arrival[1];
                boolean isOwn = leaf >= firstOwn && leaf < firstOwn + own;
                boolean complete =
                        isOwn
                                ? sums.add(leaf, buckets.bucketOf(frame), values[leaf])
                                : addFrame(sums, tree, leaf, frame, values[leaf]);
                completed += complete ? 1 : 0;
                // What comes twice is taken once.
                assertThat(sums.has(leaf, frame)).isTrue();
                assertThat(addFrame(sums, tree, leaf, frame, values[leaf])).isFalse();
            }

            assertThat(completed).isEqualTo(end - first);
            for (int frame = firstFrame; frame < endFrame; frame++) {
                int from = frames.offset(frame);
                int at = sums.totalOffset(frame);
                int length = frames.length(frame);
                assertThat(Arrays.copyOfRange(sums.total(frame), at, at + length))
                        .isEqualTo(Arrays.copyOfRange(expected, from, from + length));
                if (own > 0) {
                    assertThat(sums.total(frame)).isSameAs(values[firstOwn]);
                }
            }
        }
    }

    private boolean addFrame(OwnerSums sums, MergeTree tree, int leaf, int number, float[] values) {
        int offset = frames.offset(number);
        int bucket = buckets.bucketOf(number);
        header.partialSum(tree.precision(leaf), 0, 0, leaf, leaf + 1, bucket, offset);
        while (other.trySend(0, header, kernels, values, offset, frames.length(number))
                != SendResult.SENT) {
            owner.tick();
        }
        boolean[] complete = new boolean[1];
        int frames = 0;
        while (frames == 0) {
            frames =
                    owner.poll(
                            frame -> {
                                int from = frame.nodeLo();
                                assertThat(sums.fits(from, frame))
                                        .isNotEqualTo(sums.has(from, number));
                                complete[0] = sums.add(from, frame);
                            },
                            1);
        }
        return complete[0];
    }

    private float[] expected(float[][] values, MergeTree tree, int node) {
        if (node < tree.leaves()) {
            return values[node].clone();
        }
        float[] sum = expected(values, tree, tree.left(node));
        float[] right = expected(values, tree, tree.right(node));
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right[i];
        }
        kernels.round(tree.precision(node), sum, 0, sum.length);
        return sum;
    }
}

package glissade.plane;

import static glissade.plane.FrameDescriptor.*;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import glissade.math.Precision;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The frame's layout, and what a receiver refuses. */
final class FrameFilterTest {
    private static final int RANK = 2;
    private static final int INDEX = 96;
    private static final byte CANARY = 0x5A;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[INDEX + 2 * MAX_FRAME_LENGTH]);
    private final FrameFlyweight frame = new FrameFlyweight();
    private final FrameFilter filter = new FrameFilter(PlaneTestBed.bounds(RANK));
    private final FrameHeader header = new FrameHeader();

    /** The bytes that {@code common/docs/wire-format.md} shows. */
    @Test
    void shouldWriteTheDocumentedBytesWhenEncoding() {
        buffer.setMemory(0, buffer.capacity(), CANARY);

        header.partialSum(3, 0x0102030405L, 4, 6, 1, 8_200)
                .encode(buffer, INDEX, 2, 0x1122334455667788L, 16);

        byte[] written = new byte[HEADER_LENGTH];
        buffer.getBytes(INDEX, written);
        assertThat(HexFormat.ofDelimiter(" ").formatHex(written))
                .isEqualTo(
                        "47 4c 53 44 01 03 02 00 88 77 66 55 44 33 22 11 "
                                + "03 00 00 00 04 00 00 00 05 04 03 02 01 00 00 00 "
                                + "06 00 00 00 01 00 00 00 08 20 00 00 00 00 00 00 "
                                + "10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
        assertThat(buffer.getByte(INDEX - 1)).isEqualTo(CANARY);
        assertThat(buffer.getByte(INDEX + HEADER_LENGTH)).isEqualTo(CANARY);
    }

    @Test
    void shouldReadEveryFieldBackWhenDecoding() {
        encode(header.partialSum(PlaneTestBed.GENERATION, 77, 4, 6, 1, 8_200), 16);

        assertThat(check(16)).isNull();
        assertThat(frame.type()).isEqualTo(FrameType.PARTIAL_SUM);
        assertThat(frame.senderRank()).isEqualTo(RANK);
        assertThat(frame.runId()).isEqualTo(PlaneTestBed.RUN_ID);
        assertThat(frame.generation()).isEqualTo(PlaneTestBed.GENERATION);
        assertThat(frame.step()).isEqualTo(77);
        assertThat(frame.nodeLo()).isEqualTo(4);
        assertThat(frame.nodeHi()).isEqualTo(6);
        assertThat(frame.bucket()).isEqualTo(1);
        assertThat(frame.offset()).isEqualTo(8_200);
        assertThat(frame.payloadLength()).isEqualTo(16);
        assertThat(frame.floats()).isEqualTo(4);
        assertThat(frame.vector()).isZero();
    }

    @ParameterizedTest
    @MethodSource("goodFrames")
    void shouldAcceptFrameWhenItLiesWithinTheBounds(FrameHeader good, int payloadLength) {
        encode(good, payloadLength);

        assertThat(check(payloadLength)).as(good.toString()).isNull();
    }

    private static FrameHeader rounded(
            Precision precision, int nodeLo, int nodeHi, int bucket, long offset) {
        int generation = PlaneTestBed.GENERATION;
        return new FrameHeader()
                .partialSum(precision, generation, 5, nodeLo, nodeHi, bucket, offset);
    }

    static Stream<Arguments> goodFrames() {
        int generation = PlaneTestBed.GENERATION;
        return Stream.of(
                Arguments.of(new FrameHeader().hello(generation), 0),
                Arguments.of(new FrameHeader().parameters(generation, 0, 0, 0), 8_192 * 4),
                Arguments.of(new FrameHeader().parameters(generation, 1, 1, 8_192), 4_810 * 4),
                Arguments.of(new FrameHeader().parameters(generation, 1, 1, 13_001), 4),
                Arguments.of(
                        new FrameHeader().partialSum(generation, 5, 0, 16, 0, 4_096), 4_096 * 4),
                Arguments.of(rounded(Precision.BF16, 15, 16, 1, 8_192), 4_810 * 2),
                Arguments.of(rounded(Precision.FP16, 0, 16, 0, 0), 8_192 * 2),
                Arguments.of(new FrameHeader().loss(generation, Long.MAX_VALUE, 15, 16), 8),
                Arguments.of(new FrameHeader().state(generation, 9, 2, 4_810), 8_192 * 4),
                Arguments.of(
                        new FrameHeader().stateEnd(generation, 9),
                        FrameDescriptor.MEMORY_DOUBLES * 8),
                Arguments.of(new FrameHeader().moments(generation, 0, 0, 16, 0), 100 * 8),
                Arguments.of(new FrameHeader().moments(generation, 1, 3, 4, 954), 4_096 * 8),
                Arguments.of(new FrameHeader().transform(generation, 0), 8_192 * 4),
                Arguments.of(new FrameHeader().transform(generation, 10_299), 4));
    }

    @ParameterizedTest
    @MethodSource("badFrames")
    void shouldNameTheFaultWhenFrameIsOutsideTheBounds(
            FrameFault fault, FrameHeader bad, int payloadLength) {
        encode(bad, payloadLength);

        assertThat(check(payloadLength)).as(bad.toString()).isEqualTo(fault);
    }

    static Stream<Arguments> badFrames() {
        int generation = PlaneTestBed.GENERATION;
        return Stream.of(
                bad(FrameFault.GENERATION, new FrameHeader().hello(generation + 1), 0),
                bad(FrameFault.PAYLOAD, new FrameHeader().hello(generation), 4),
                bad(FrameFault.PAYLOAD, new FrameHeader().parameters(generation, 0, 0, 0), 0),
                bad(FrameFault.PAYLOAD, new FrameHeader().parameters(generation, 0, 0, 0), 6),
                bad(FrameFault.PAYLOAD, new FrameHeader().loss(generation, 0, 0, 1), 12),
                bad(FrameFault.STEP, new FrameHeader().parameters(generation, -1, 0, 0), 4),
                bad(FrameFault.BUCKET, new FrameHeader().parameters(generation, 0, -1, 0), 4),
                bad(FrameFault.BUCKET, new FrameHeader().parameters(generation, 0, 2, 16_384), 4),
                bad(FrameFault.BUCKET, new FrameHeader().parameters(generation, 0, 0, -1), 4),
                bad(FrameFault.BUCKET, new FrameHeader().parameters(generation, 0, 0, 8_192), 4),
                bad(
                        FrameFault.BUCKET,
                        new FrameHeader().parameters(generation, 0, 0, 1),
                        8_192 * 4),
                bad(FrameFault.BUCKET, new FrameHeader().parameters(generation, 0, 1, 8_191), 4),
                bad(FrameFault.BUCKET, new FrameHeader().parameters(generation, 0, 1, 13_001), 8),
                bad(
                        FrameFault.BUCKET,
                        new FrameHeader().parameters(generation, 0, 1, Long.MIN_VALUE),
                        4),
                bad(
                        FrameFault.BUCKET,
                        new FrameHeader().parameters(generation, 0, 1, Long.MAX_VALUE),
                        4),
                bad(FrameFault.NODE, new FrameHeader().partialSum(generation, 0, -1, 1, 0, 0), 4),
                bad(FrameFault.NODE, new FrameHeader().partialSum(generation, 0, 3, 3, 0, 0), 4),
                bad(FrameFault.NODE, new FrameHeader().partialSum(generation, 0, 8, 17, 0, 0), 4),
                bad(FrameFault.NODE, rounded(Precision.BF16, 8, 17, 0, 0), 4),
                bad(FrameFault.BUCKET, rounded(Precision.BF16, 0, 1, 1, 8_192), 4_812 * 2),
                bad(FrameFault.PAYLOAD, rounded(Precision.FP16, 0, 1, 0, 0), 5),
                bad(FrameFault.PAYLOAD, rounded(Precision.FP16, 0, 1, 0, 0), 0),
                bad(FrameFault.NODE, new FrameHeader().loss(generation, 0, 5, 4), 8),
                bad(FrameFault.STATE, new FrameHeader().state(generation, 0, -1, 0), 4),
                bad(FrameFault.STATE, new FrameHeader().state(generation, 0, 3, 0), 4),
                bad(FrameFault.STATE, new FrameHeader().state(generation, 0, 0, -1), 4),
                bad(FrameFault.STATE, new FrameHeader().state(generation, 0, 0, 13_002), 4),
                bad(FrameFault.STATE, new FrameHeader().state(generation, 0, 0, Long.MAX_VALUE), 4),
                bad(FrameFault.PAYLOAD, new FrameHeader().moments(generation, 0, 0, 1, 0), 0),
                bad(FrameFault.PAYLOAD, new FrameHeader().moments(generation, 0, 0, 1, 0), 12),
                bad(FrameFault.STEP, new FrameHeader().moments(generation, -1, 0, 1, 0), 8),
                bad(FrameFault.NODE, new FrameHeader().moments(generation, 0, 0, 17, 0), 8),
                bad(FrameFault.NODE, new FrameHeader().moments(generation, 0, 2, 1, 0), 8),
                bad(FrameFault.FITTING, new FrameHeader().moments(generation, 0, 0, 1, 93), 64),
                bad(FrameFault.FITTING, new FrameHeader().moments(generation, 1, 0, 1, -1), 8),
                bad(FrameFault.FITTING, new FrameHeader().moments(generation, 2, 0, 1, 0), 8),
                bad(
                        FrameFault.FITTING,
                        new FrameHeader().moments(generation, 1, 0, 1, Long.MAX_VALUE),
                        8),
                bad(FrameFault.PAYLOAD, new FrameHeader().transform(generation, 0), 0),
                bad(FrameFault.FITTING, new FrameHeader().transform(generation, 10_300), 4),
                bad(FrameFault.FITTING, new FrameHeader().transform(generation, -1), 4),
                bad(
                        FrameFault.FITTING,
                        new FrameHeader().transform(generation, Long.MIN_VALUE),
                        4));
    }

    @Test
    void shouldRefuseFramesOfAFitWhereNothingIsFitted() {
        FrameFilter training =
                new FrameFilter(
                        new FrameBounds(
                                PlaneTestBed.RUN_ID,
                                PlaneTestBed.GENERATION,
                                RANK,
                                PlaneTestBed.BUCKETS,
                                1,
                                16));

        encode(header.moments(PlaneTestBed.GENERATION, 0, 0, 1, 0), 8);
        assertThat(training.check(frame.wrap(buffer, INDEX, HEADER_LENGTH + 8)))
                .isEqualTo(FrameFault.FITTING);
        encode(header.transform(PlaneTestBed.GENERATION, 0), 4);
        assertThat(training.check(frame.wrap(buffer, INDEX, HEADER_LENGTH + 4)))
                .isEqualTo(FrameFault.FITTING);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void shouldNameTheFaultWhenHeaderIsDamaged(FrameFault fault, Consumer<UnsafeBuffer> damage) {
        encode(header.parameters(PlaneTestBed.GENERATION, 0, 0, 0), 64);

        damage.accept(buffer);

        assertThat(check(64)).isEqualTo(fault);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(FrameFault.MAGIC, b -> b.putByte(INDEX, (byte) 'g')),
                damage(FrameFault.VERSION, b -> b.putByte(INDEX + VERSION_OFFSET, (byte) 2)),
                damage(FrameFault.TYPE, b -> b.putByte(INDEX + TYPE_OFFSET, (byte) 0)),
                damage(FrameFault.TYPE, b -> b.putByte(INDEX + TYPE_OFFSET, (byte) 13)),
                damage(FrameFault.TYPE, b -> b.putByte(INDEX + TYPE_OFFSET, (byte) -1)),
                damage(FrameFault.TYPE, b -> b.putByte(INDEX + RESERVED_OFFSET + 3, (byte) 1)),
                damage(FrameFault.RUN, b -> b.putByte(INDEX + RUN_ID_OFFSET, (byte) 0)),
                damage(FrameFault.SENDER, b -> b.putShort(INDEX + SENDER_RANK_OFFSET, (short) 1)),
                damage(FrameFault.SENDER, b -> b.putShort(INDEX + SENDER_RANK_OFFSET, (short) -1)),
                damage(FrameFault.ADDRESSEE, b -> b.putByte(INDEX + ADDRESSEE_OFFSET, (byte) 1)),
                damage(FrameFault.PAYLOAD, b -> payloadLength(b, 60)),
                damage(FrameFault.PAYLOAD, b -> payloadLength(b, 68)),
                damage(FrameFault.PAYLOAD, b -> payloadLength(b, -64)),
                damage(FrameFault.PAYLOAD, b -> payloadLength(b, Integer.MAX_VALUE)));
    }

    @Test
    void shouldRefuseAddresseesThatTheMeshHasNot() {
        FrameFilter mesh = new FrameFilter(PlaneTestBed.bounds(RANK), 3);
        int[] addressees = {-1, 0, 1, 3, 4, Integer.MAX_VALUE};
        List<@Nullable FrameFault> faults = new ArrayList<>();
        for (int addressee : addressees) {
            header.parameters(PlaneTestBed.GENERATION, 0, 0, 0).address(addressee);
            encode(header, 64);
            faults.add(mesh.check(frame.wrap(buffer, INDEX, HEADER_LENGTH + 64)));
            assertThat(frame.addressee()).isEqualTo(addressee);
        }
        FrameFault refused = FrameFault.ADDRESSEE;
        assertThat(faults).containsExactly(refused, null, null, null, refused, refused);
    }

    @Test
    void shouldRefuseMessageWhenItsLengthIsImpossible() {
        encode(header.hello(PlaneTestBed.GENERATION), 0);

        for (int length = 0; length < HEADER_LENGTH; length++) {
            assertThat(filter.check(frame.wrap(buffer, INDEX, length))).isEqualTo(FrameFault.SIZE);
        }
        assertThat(filter.check(frame.wrap(buffer, INDEX, MAX_FRAME_LENGTH + 4)))
                .isEqualTo(FrameFault.SIZE);
    }

    /** Whatever passes must be usable: lengths fit, and copying stays within the target. */
    @Test
    void shouldNeverThrowWhenFramesAreRandom() {
        long seed = Long.getLong("tests.seed", 20_261_121L);
        SplittableRandom random = new SplittableRandom(seed);
        float[] vector = new float[PlaneTestBed.BUCKETS.parameterCount()];
        double[] moments = new double[(int) PlaneTestBed.FITTING.secondPass()];
        int passed = 0;
        for (int i = 0; i < 200_000; i++) {
            int payloadLength = random.nextInt(0, 16) * 4;
            encode(
                    i % 2 == 0
                            ? header.state(PlaneTestBed.GENERATION, 1, 1, 100)
                            : header.moments(PlaneTestBed.GENERATION, 1, 0, 2, 100),
                    payloadLength);
            int damages = random.nextInt(0, 3);
            for (int d = 0; d < damages; d++) {
                buffer.putByte(INDEX + random.nextInt(HEADER_LENGTH), (byte) random.nextInt());
            }
            if (check(payloadLength) == null) {
                passed++;
                if (frame.type().elementLength() == Float.BYTES) {
                    frame.copyFloats(vector, (int) frame.offset());
                } else if (frame.type() == FrameType.MOMENTS) {
                    frame.copyDoubles(moments, (int) frame.offset());
                }
            }
        }
        assertThat(passed).as("tests.seed=%d", seed).isBetween(1, 199_999);
    }

    private void encode(FrameHeader header, int payloadLength) {
        header.encode(buffer, INDEX, RANK, PlaneTestBed.RUN_ID, payloadLength);
    }

    private @Nullable FrameFault check(int payloadLength) {
        return filter.check(frame.wrap(buffer, INDEX, HEADER_LENGTH + payloadLength));
    }

    private static void payloadLength(UnsafeBuffer buffer, int length) {
        buffer.putInt(INDEX + PAYLOAD_LENGTH_OFFSET, length, LITTLE_ENDIAN);
    }

    private static Arguments bad(FrameFault fault, FrameHeader header, int payloadLength) {
        return Arguments.of(fault, header, payloadLength);
    }

    private static Arguments damage(FrameFault fault, Consumer<UnsafeBuffer> damage) {
        return Arguments.of(fault, damage);
    }
}

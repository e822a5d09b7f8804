package glissade.plane;

import glissade.math.Kernels;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * One rank's end of the streams between the ranks that own parameters, for one generation. Every
 * frame sent reaches every rank that it is for exactly once, those of one sender in the order of
 * sending. A rank has one stream that all read with which it shares memory, and a frame for one of
 * them is passed over by the others; to each of the other ranks it has a stream over UDP.
 *
 * <p>Sending and polling also keep the rank's media driver going; while the training thread does
 * neither, another thread does, so that it may compute for as long as it likes. Sending never
 * blocks. A rank that does not poll holds up, once the log is full, everybody who sends to it, and
 * of those that share its memory everybody who sends at all: whoever waits must poll every rank
 * meanwhile, at least with a limit of 0. Confined to the training thread; allocates nothing while
 * sending and polling.
 */
public final class PlaneMesh implements AutoCloseable {
    private static final float[] NO_FLOATS = {};

    private final int rank;

    /** To each of the other ranks; the same to all that share memory. */
    private final PlaneSender[] senders;

    private final PlaneReceiver[] receivers;
    private final Broadcast broadcast;
    private final MeshTicker ticker;
    private final MeshHandshake handshake;
    private boolean ready;
    private int turn;

    /**
     * @param senders to each of the other ranks by index, one and the same to all that read one
     *     stream
     * @param receivers from each of the other ranks by index
     */
    PlaneMesh(
            int rank,
            int generation,
            PlaneSender[] senders,
            PlaneReceiver[] receivers,
            MeshTicker ticker) {
        this.rank = rank;
        this.senders = senders;
        this.receivers = receivers;
        this.broadcast = new Broadcast(List.copyOf(new LinkedHashSet<>(Arrays.asList(senders))));
        this.ticker = ticker;
        this.handshake = new MeshHandshake(this, generation, receivers);
    }

    /**
     * Goes on with greeting the other ranks; called again and again, with some idling, until it
     * returns true: then every rank hears this one and the other way round, and what is sent from
     * now on is not lost. Others may still be greeting; what they are sent waits for them.
     */
    public boolean ready() {
        if (!ready) {
            ready = handshake.advance();
            ticker.hurry(!ready);
            if (!ready) {
                ticker.tick();
            }
        }
        return ready;
    }

    /** The first rank with which greeting is not over, or -1. */
    public int missingRank() {
        int index = handshake.firstMissing();
        return index < 0 ? -1 : rankOf(index);
    }

    public int rank() {
        return rank;
    }

    public int worldSize() {
        return receivers.length + 1;
    }

    /**
     * Sends a frame of float32 to one rank, or says why not now.
     *
     * @param toRank not this one
     * @param source the payload is {@code source[offset .. offset + floats)}; copied
     * @param floats 1 to {@link FrameDescriptor#MAX_FLOATS}
     * @return a code of {@link SendResult}
     */
    public int trySend(int toRank, FrameHeader header, float[] source, int offset, int floats) {
        PlaneSender.requirePayload(header, Float.BYTES, floats, FrameDescriptor.MAX_FLOATS);
        Objects.checkFromIndexSize(offset, floats, source.length);
        PlaneSender sender = addressed(header, toRank);
        int result = sender.send(header, source, offset, floats);
        return madeRoom(result) ? sender.send(header, source, offset, floats) : result;
    }

    /**
     * Sends floats to one rank in the precision that the frame's type has; otherwise as the method
     * for float32.
     *
     * @param kernels to pack with
     */
    public int trySend(
            int toRank,
            FrameHeader header,
            Kernels kernels,
            float[] source,
            int offset,
            int floats) {
        int length = header.type().precision().bytes();
        PlaneSender.requirePayload(header, length, floats, FrameDescriptor.MAX_FLOATS);
        Objects.checkFromIndexSize(offset, floats, source.length);
        PlaneSender sender = addressed(header, toRank);
        int result = sender.send(header, kernels, source, offset, floats);
        return madeRoom(result) ? sender.send(header, kernels, source, offset, floats) : result;
    }

    /**
     * Sends floats to one rank without the zeros; otherwise as the method for float32.
     *
     * @param count how many are not zero, by {@link SparseFloats#count}
     */
    public int trySendSparse(
            int toRank, FrameHeader header, float[] source, int offset, int floats, int count) {
        Objects.checkFromIndexSize(offset, floats, source.length);
        if (header.type() != FrameType.PARTIAL_SUM_SPARSE || !SparseFloats.pays(count, floats)) {
            throw new IllegalArgumentException(
                    "no frame without zeros: type="
                            + header.type()
                            + ", floats="
                            + floats
                            + ", count="
                            + count);
        }
        PlaneSender sender = addressed(header, toRank);
        int result = sender.sendSparse(header, source, offset, floats, count);
        return madeRoom(result) ? sender.sendSparse(header, source, offset, floats, count) : result;
    }

    /** Sends a frame of float64 to one rank; otherwise as the method for float32. */
    public int trySend(int toRank, FrameHeader header, double[] source, int offset, int doubles) {
        PlaneSender.requirePayload(header, Double.BYTES, doubles, FrameDescriptor.MAX_DOUBLES);
        Objects.checkFromIndexSize(offset, doubles, source.length);
        PlaneSender sender = addressed(header, toRank);
        int result = sender.send(header, source, offset, doubles);
        return madeRoom(result) ? sender.send(header, source, offset, doubles) : result;
    }

    /**
     * Sends a frame of float32 to all other ranks, or as far as it goes now; see {@link
     * Broadcast#trySend(FrameHeader, float[], int, int)}: anything but {@link SendResult#SENT}
     * means that the same frame is to be sent again before any other to all.
     */
    public int trySendAll(FrameHeader header, float[] source, int offset, int floats) {
        header.address(FrameDescriptor.EVERYONE);
        int result = broadcast.trySend(header, source, offset, floats);
        return madeRoom(result) ? broadcast.trySend(header, source, offset, floats) : result;
    }

    /** Sends a frame of float64 to all other ranks; otherwise as the method for float32. */
    public int trySendAll(FrameHeader header, double[] source, int offset, int doubles) {
        header.address(FrameDescriptor.EVERYONE);
        int result = broadcast.trySend(header, source, offset, doubles);
        return madeRoom(result) ? broadcast.trySend(header, source, offset, doubles) : result;
    }

    /** Sends a frame without payload to all other ranks; otherwise as the other methods. */
    public int trySendAll(FrameHeader header) {
        header.address(FrameDescriptor.EVERYONE);
        int result = broadcast.trySend(header);
        return madeRoom(result) ? broadcast.trySend(header) : result;
    }

    /**
     * Hands frames from any other rank to {@code handler}, the ranks taking turns.
     *
     * @param limit most frames to hand over; 0 to pass over frames for other ranks only
     * @return frames looked at, those for other ranks included; 0 when there was nothing
     */
    public int poll(FrameHandler handler, int limit) {
        int frames = 0;
        int left = limit;
        for (int i = 0; i < receivers.length; i++) {
            turn = turn + 1 == receivers.length ? 0 : turn + 1;
            int looked = receivers[turn].poll(handler, left);
            frames += looked;
            left -= Math.min(left, looked);
        }
        if (frames == 0) {
            ticker.tick();
        }
        return frames;
    }

    /**
     * Hands frames from one rank to {@code handler}: for whoever knows how many are due, and leaves
     * those of the next step in the log. To be called even when none is due: frames for others of a
     * rank that shares memory must be passed over, or it is held up.
     *
     * @param limit most frames to hand over; 0 to pass over frames for other ranks only
     * @return frames looked at, those for other ranks included; 0 when there was nothing, after
     *     which the caller should {@link #tick} now and then
     */
    public int poll(int fromRank, FrameHandler handler, int limit) {
        return receivers[indexOf(fromRank)].poll(handler, limit);
    }

    /** Keeps the driver going: for whoever polls single ranks and found nothing. */
    public int tick() {
        return ticker.tick();
    }

    /** True once a rank's stream was there and is gone for good. */
    public boolean lost() {
        return lostRank() >= 0;
    }

    /** The first rank that is gone, or -1. */
    public int lostRank() {
        for (int i = 0; i < receivers.length; i++) {
            if (receivers[i].lost()) {
                return rankOf(i);
            }
        }
        return -1;
    }

    /** Frames that were dropped, of all ranks. */
    public long droppedFrames() {
        long frames = 0;
        for (PlaneReceiver receiver : receivers) {
            frames += receiver.faults().total();
        }
        return frames;
    }

    /** Closes the streams; the driver stays. */
    @Override
    public void close() {
        for (PlaneReceiver receiver : receivers) {
            receiver.close();
        }
        broadcast.close();
    }

    /** Sends a greeting to the rank with this index. */
    int trySendHello(int index, FrameHeader hello) {
        return addressed(hello, rankOf(index)).send(hello, NO_FLOATS, 0, 0);
    }

    /** The sender to a rank, which the frame is for. */
    private PlaneSender addressed(FrameHeader header, int toRank) {
        PlaneSender sender = senders[indexOf(toRank)];
        header.address(toRank + 1);
        return sender;
    }

    /** Whether a frame that was refused is worth another attempt, after a tick. */
    private boolean madeRoom(int result) {
        return result == SendResult.BACK_PRESSURED && ticker.tick() > 0;
    }

    private int indexOf(int otherRank) {
        if (otherRank == rank) {
            throw new IllegalArgumentException("a rank does not send to itself: rank=" + rank);
        }
        return otherRank < rank ? otherRank : otherRank - 1;
    }

    private int rankOf(int index) {
        return index < rank ? index : index + 1;
    }
}

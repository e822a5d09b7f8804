package glissade.plane;

/**
 * Sizes of the gradient plane. All ends of a run use the same, but for the host; the constants say
 * why they are what they are, {@code common/docs/wire-format.md} tells the whole story.
 *
 * @param transport how frames travel
 * @param host where this process receives over UDP: loopback, or the IPv4 address of an interface
 * @param termLength length in bytes of one of the three terms of every stream's log
 * @param mtuLength longest datagram, or longest message over IPC, in bytes; over UDP a frame that
 *     is longer travels in several
 * @param windowLength how far a sender may run ahead of its receiver, in bytes; over IPC Aeron
 *     allows half a term
 * @param generations how many generations a run may go through; each has streams of its own, and
 *     the logs of those before go only seconds after they were closed
 */
public record PlaneSettings(
        Transport transport,
        String host,
        int termLength,
        int mtuLength,
        int windowLength,
        int generations) {

    /** Small, so that the log stays in the cache: twice as fast as Aeron's 64 MiB. */
    public static final int IPC_TERM_LENGTH = 1 << 20;

    /** Larger than the window, so that what was lost can be sent again from the log. */
    public static final int UDP_TERM_LENGTH = 4 << 20;

    /** Longest datagram that fits the loopback device and Aeron's limit. */
    public static final int LOOPBACK_MTU = 65_504;

    /**
     * Longest datagram between machines: with all headers it fits an Ethernet frame of 1,500 bytes,
     * also inside a tunnel. A longer one would be cut up below, and lost with each of its parts.
     */
    public static final int NETWORK_MTU = 1_408;

    /**
     * As far as a sender may run ahead over UDP, where the kernel grants socket buffers of that
     * size; else as far as it grants.
     */
    public static final int UDP_WINDOW_LENGTH = 1 << 20;

    /**
     * After this long without a sign of life Aeron takes a process for dead. Long on purpose: a
     * starved process must not be thrown out; who is really dead is found out by the control plane.
     */
    public static final long LIVENESS_NS = 10_000_000_000L;

    /** Highest rank that fits the frame header. */
    public static final int MAX_RANK = Short.MAX_VALUE;

    /** Stream of the averager's parameters (and of the state it sends). */
    static final int PARAMETER_STREAM = 1_001;

    /** Stream on which rank 0 sends to the averager; rank r uses this plus r. */
    static final int GRADIENT_STREAM = 100_000;

    /** Stream on which rank 0 sends to the other ranks; rank r uses this plus r. */
    static final int MESH_STREAM = 200_000;

    /** Stream that nobody sends on: a subscription to it keeps a UDP port bound. */
    static final int PORT_STREAM = 1_000;

    /** What Aeron aligns messages to, and the length of its header. */
    private static final int MTU_UNIT = 32;

    private static final int MIN_TERM_LENGTH = 1 << 20;
    private static final int MAX_TERM_LENGTH = 64 << 20;

    public PlaneSettings {
        if (generations < 1) {
            throw new IllegalArgumentException(
                    "generations must be positive: generations=" + generations);
        }
        if (Integer.bitCount(termLength) != 1
                || termLength < MIN_TERM_LENGTH
                || termLength > MAX_TERM_LENGTH) {
            throw new IllegalArgumentException(
                    "termLength must be a power of two of 1 MiB to 64 MiB: termLength="
                            + termLength);
        }
        int leastMtu =
                switch (transport) {
                    case IPC -> FrameDescriptor.MAX_FRAME_LENGTH + MTU_UNIT;
                    case UDP -> NETWORK_MTU;
                };
        if (mtuLength < leastMtu || mtuLength > LOOPBACK_MTU || mtuLength % MTU_UNIT != 0) {
            throw new IllegalArgumentException(
                    "mtuLength must be a multiple of 32 from "
                            + leastMtu
                            + " to 65504 over "
                            + transport.optionName()
                            + ": mtuLength="
                            + mtuLength);
        }
        if (windowLength < mtuLength || windowLength > termLength / 2) {
            throw new IllegalArgumentException(
                    "windowLength must lie between the mtu and half a term: windowLength="
                            + windowLength
                            + ", mtuLength="
                            + mtuLength
                            + ", termLength="
                            + termLength);
        }
    }

    /** Stream on which the worker of this rank sends to the averager. */
    static int gradientStream(int rank) {
        return GRADIENT_STREAM + rank;
    }

    /** Stream on which the worker of this rank sends to the other ranks. */
    static int meshStream(int rank) {
        return MESH_STREAM + rank;
    }

    /**
     * The same for a process that others reach at {@code ownHost}: between machines datagrams are
     * shorter.
     *
     * @param ownHost a loopback address, or the IPv4 address of an interface of this machine
     */
    public PlaneSettings at(String ownHost) {
        boolean leaves = PlaneEndpoint.leavesMachine(ownHost);
        return new PlaneSettings(
                transport,
                leaves ? ownHost : PlaneEndpoint.LOOPBACK,
                termLength,
                leaves && transport == Transport.UDP ? NETWORK_MTU : mtuLength,
                windowLength,
                generations);
    }

    /** These, or the measured settings for another transport, for the same process and run. */
    public PlaneSettings over(Transport other) {
        return other == transport ? this : of(other, generations).at(host);
    }

    /** True when workers may be on other machines. */
    boolean leavesMachine() {
        return PlaneEndpoint.leavesMachine(host);
    }

    /** Datagrams that the longest frame travels in; over IPC it is one message. */
    int fragments() {
        int payloadLength = mtuLength - MTU_UNIT;
        return (FrameDescriptor.MAX_FRAME_LENGTH + payloadLength - 1) / payloadLength;
    }

    /** The measured settings for one machine, for a run of one generation. */
    public static PlaneSettings of(Transport transport) {
        return of(transport, 1);
    }

    /** The measured settings for one machine, for a run of so many generations. */
    public static PlaneSettings of(Transport transport, int generations) {
        return switch (transport) {
            case IPC ->
                    new PlaneSettings(
                            transport,
                            PlaneEndpoint.LOOPBACK,
                            IPC_TERM_LENGTH,
                            LOOPBACK_MTU,
                            IPC_TERM_LENGTH / 2,
                            generations);
            case UDP ->
                    new PlaneSettings(
                            transport,
                            PlaneEndpoint.LOOPBACK,
                            UDP_TERM_LENGTH,
                            LOOPBACK_MTU,
                            UDP_WINDOW_LENGTH,
                            generations);
        };
    }
}

package glissade.plane;

import static io.aeron.logbuffer.FrameDescriptor.UNFRAGMENTED;

import io.aeron.AvailableImageHandler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of one stream, pinned to one session: checks every frame, counts and drops what
 * is wrong, hands over the rest. Allocates nothing while polling. Polling is confined to one
 * thread.
 */
public final class PlaneReceiver implements AutoCloseable {
    /** Most frames for others that one poll passes over. */
    private static final int PASSED_OVER = 16;

    private final FrameFlyweight frame = new FrameFlyweight();
    private final FrameFaults faults = new FrameFaults();
    private final FragmentHandler fragmentHandler = this::onFragment;
    private final ControlledFragmentHandler addressedHandler = this::onAddressed;
    private final FrameFilter filter;
    private final int listener;

    /** Datagrams of the longest frame. */
    private final int fragments;

    /** Null where every frame is whole. */
    private final @Nullable FrameAssembly assembly;

    private final Subscription subscription;

    /** Set by Aeron's conductor, which is another thread in a worker. */
    private volatile boolean available;

    private volatile boolean unavailable;

    private @Nullable FrameHandler handler;
    private @Nullable Throwable failure;
    private int allowance;

    /**
     * @param listener whose end this is, rank + 1: frames addressed to others are passed over;
     *     {@link FrameDescriptor#EVERYONE} where all frames are for all who read the stream
     * @param fragments datagrams that the longest frame travels in, 1 where all frames are whole
     */
    PlaneReceiver(FrameFilter filter, int listener, int fragments, StreamOpening opening) {
        this.filter = filter;
        this.listener = listener;
        this.fragments = fragments;
        this.assembly = fragments > 1 ? new FrameAssembly() : null;
        this.subscription = opening.open(this::onAvailable, this::onUnavailable);
    }

    /** Subscribes with the given notices of the one image that the session can have. */
    @FunctionalInterface
    interface StreamOpening {
        Subscription open(AvailableImageHandler onAvailable, UnavailableImageHandler onUnavailable);
    }

    /**
     * Hands the next frames to {@code handler}, in the order of sending.
     *
     * @param limit most frames to hand over; on a stream that many ranks read it may be 0, to pass
     *     over frames for others, which else would hold their sender up
     * @return frames, or datagrams of frames, looked at, those dropped or for others included; 0
     *     when there was nothing
     * @throws RuntimeException whatever {@code handler} throws; the frames of this poll that follow
     *     are lost then, so the stream is of no further use
     */
    public int poll(FrameHandler handler, int limit) {
        this.handler = handler;
        int frames;
        if (assembly != null) {
            allowance = limit;
            frames = subscription.controlledPoll(addressedHandler, Math.max(1, limit) * fragments);
        } else if (listener == FrameDescriptor.EVERYONE) {
            frames = subscription.poll(fragmentHandler, limit);
        } else {
            allowance = limit;
            frames = subscription.controlledPoll(addressedHandler, limit + PASSED_OVER);
        }
        // Kept, it would keep what it has put together: a whole state, of a handler polled once.
        this.handler = null;
        if (failure != null) {
            rethrow();
        }
        return frames;
    }

    /** True while the sender's stream is there; nothing sent from now on is missed. */
    public boolean connected() {
        return available && !lost();
    }

    /**
     * True once the stream was there and is gone for good: the sender has closed it and everything
     * was read, the sender was taken for dead, or the media driver is gone. A stream never comes
     * back; a new generation opens a new one.
     */
    public boolean lost() {
        return unavailable || subscription.isClosed();
    }

    /** What was dropped, by reason. */
    public FrameFaults faults() {
        return faults;
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void onFragment(DirectBuffer buffer, int index, int length, Header header) {
        if (failure != null) {
            return;
        }
        // Frames are whole on this stream; a part of something longer is none.
        boolean whole = header.flags() == UNFRAGMENTED;
        FrameFault fault =
                whole ? filter.check(frame.wrap(buffer, index, length)) : FrameFault.SIZE;
        if (fault != null) {
            faults.add(fault);
            return;
        }
        hand();
    }

    private Action onAddressed(DirectBuffer buffer, int index, int length, Header header) {
        if (failure != null) {
            return Action.ABORT;
        }
        byte flags = header.flags();
        if (flags == UNFRAGMENTED) {
            return onWhole(frame.wrap(buffer, index, length));
        }
        FrameAssembly parts = assembly;
        if (parts == null) {
            faults.add(FrameFault.SIZE);
            return Action.CONTINUE;
        }
        if (allowance == 0) {
            return Action.ABORT;
        }
        return switch (parts.add(buffer, index, length, flags)) {
            case FrameAssembly.COMPLETE -> onWhole(frame.wrap(parts.buffer(), 0, parts.length()));
            case FrameAssembly.REFUSED -> {
                faults.add(FrameFault.SIZE);
                yield Action.CONTINUE;
            }
            default -> Action.CONTINUE;
        };
    }

    private Action onWhole(FrameFlyweight whole) {
        FrameFault fault = filter.check(whole);
        if (fault != null) {
            faults.add(fault);
            return Action.CONTINUE;
        }
        int addressee = whole.addressee();
        if (addressee == FrameDescriptor.EVERYONE || addressee == listener) {
            if (allowance == 0) {
                return Action.ABORT;
            }
            allowance--;
            hand();
        }
        return Action.CONTINUE;
    }

    private void hand() {
        try {
            Objects.requireNonNull(handler).onFrame(frame);
        } catch (RuntimeException | Error thrown) {
            // Aeron would pass it to its error handler and go on.
            failure = thrown;
        }
    }

    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void onAvailable(Image image) {
        available = true;
    }

    private void onUnavailable(Image image) {
        unavailable = true;
    }
}

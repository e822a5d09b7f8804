package glissade.averaging;

import glissade.collective.SliceShares;
import glissade.math.ColumnProducts;
import glissade.plane.Broadcast;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameHeader;
import glissade.plane.SendResult;
import glissade.preprocess.Fitting;
import glissade.preprocess.MomentPass;
import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One generation that fits a preprocessing: gathers the moments of each pass from the workers,
 * tells them those of all samples where another pass follows, fits, and tells them the result.
 * Where the result is given, from a checkpoint, it is told at once. The fit itself runs in a thread
 * of its own, since the plane must be ticked meanwhile.
 */
final class HostedFit implements HostedGeneration {

    private static final int FRAMES_A_POLL = 64;

    private final AveragingHost.FitGeneration generation;
    private final Fitting fitting;
    private final SliceShares shares;
    private final WorkerStreams streams;
    private final Broadcast broadcast;
    private final AveragingEvents events;
    private final LongSupplier nanoClock;
    private final Handshake handshake;
    private final FitPatience[] patience;
    private final FitPatience own;
    private final FrameHeader header = new FrameHeader();
    private final FrameHandler handler = this::onFrame;
    private final List<double[]> gathered = new ArrayList<>();
    private Phase phase = Phase.GREETING;
    private @Nullable MomentTree tree;
    private @Nullable FutureTask<Preprocessing> fit;
    private @Nullable Preprocessing fitted;
    private float[] transform = new float[0];
    private boolean beating;
    private int told;

    private enum Phase {
        GREETING,
        GATHERING,
        TELLING_MOMENTS,
        FITTING,
        TELLING_TRANSFORM,
        ENDED
    }

    HostedFit(
            AveragingHost.FitGeneration generation,
            WorkerStreams streams,
            AveragingEvents events,
            LongSupplier nanoClock) {
        this.generation = generation;
        this.fitting = generation.fitting();
        this.shares = SliceShares.even(fitting.slices().count(), streams.count());
        this.streams = streams;
        this.broadcast = streams.broadcast();
        this.events = events;
        this.nanoClock = nanoClock;
        this.handshake = new Handshake(streams.endpoints());
        this.tree = generation.given() == null ? awaiting(0) : null;
        long now = nanoClock.getAsLong();
        this.own = new FitPatience(now);
        this.patience = new FitPatience[streams.count()];
        for (int rank = 0; rank < patience.length; rank++) {
            patience[rank] = new FitPatience(now);
        }
    }

    @Override
    public int work() {
        int frames = streams.poll(handler, FRAMES_A_POLL);
        frames += beat();
        return beating ? frames : frames + advance();
    }

    private void onFrame(FrameFlyweight frame) {
        int rank = frame.senderRank();
        patience[rank].heard(nanoClock.getAsLong());
        switch (frame.type()) {
            case HELLO -> handshake.greet(rank);
            case MOMENTS -> {
                if (tree != null) {
                    tree.take(frame);
                }
            }
            // Nothing is trained here.
            case PARAMETERS,
                    PARTIAL_SUM,
                    PARTIAL_SUM_BF16,
                    PARTIAL_SUM_FP16,
                    PARTIAL_SUM_SPARSE,
                    LOSS,
                    STATE,
                    STATE_END,
                    TRANSFORM,
                    FIGURES -> {}
        }
    }

    /** A frame must have reached all workers before the next may be sent: so must a beat. */
    private int beat() {
        boolean waits = phase == Phase.GATHERING || phase == Phase.FITTING;
        if (waits && own.beatDue(nanoClock.getAsLong())) {
            beating = true;
        }
        if (!beating || broadcast.trySend(header.hello(generation.number())) != SendResult.SENT) {
            return 0;
        }
        beating = false;
        return 1;
    }

    /** Does what can be done now; returns the frames sent. */
    private int advance() {
        switch (phase) {
            case GREETING -> {
                if (handshake.complete()) {
                    start();
                } else {
                    requireGreetings();
                }
            }
            case GATHERING -> gather();
            case TELLING_MOMENTS -> {
                return tellMoments();
            }
            case FITTING -> awaitFit();
            case TELLING_TRANSFORM -> {
                return tellTransform();
            }
            case ENDED -> {}
        }
        return 0;
    }

    private void start() {
        if (generation.given() != null) {
            tell(generation.given());
        } else {
            beginGathering();
        }
    }

    /** Moments may come before all have greeted, or have heard those of the pass before. */
    private MomentTree awaiting(int passNumber) {
        MomentPass pass = fitting.passes().get(passNumber);
        return new MomentTree(passNumber, pass, pass.length(fitting.inputs()), shares);
    }

    private void beginGathering() {
        phase = Phase.GATHERING;
        long now = nanoClock.getAsLong();
        for (FitPatience with : patience) {
            with.heard(now);
        }
    }

    private void gather() {
        MomentTree awaited = tree;
        double[] root = awaited == null ? null : awaited.root();
        if (root == null) {
            requireMoments();
            return;
        }
        gathered.add(root);
        if (gathered.size() < fitting.passes().size()) {
            tree = awaiting(gathered.size());
            phase = Phase.TELLING_MOMENTS;
            told = 0;
            own.heard(nanoClock.getAsLong());
        } else {
            tree = null;
            phase = Phase.FITTING;
            fit = new FutureTask<>(() -> fitting.fit(gathered, ColumnProducts.create()));
            Thread.ofPlatform().daemon().name("fitting").start(fit);
        }
    }

    private int tellMoments() {
        double[] moments = gathered.getLast();
        int sent = 0;
        while (told < moments.length) {
            int doubles = Math.min(FrameDescriptor.MAX_DOUBLES, moments.length - told);
            header.moments(generation.number(), gathered.size() - 1, 0, shares.slices(), told);
            if (broadcast.trySend(header, moments, told, doubles) != SendResult.SENT) {
                requireProgress(sent, moments.length);
                return sent;
            }
            told += doubles;
            sent++;
        }
        beginGathering();
        return sent;
    }

    /** Notes that frames went out, or looks how long none has. */
    private void requireProgress(int sent, int length) {
        long now = nanoClock.getAsLong();
        if (sent > 0) {
            own.heard(now);
        } else if (own.expired(now)) {
            fail(
                    "the workers have taken nothing of the fit of --preprocess "
                            + fitting.kind().optionName()
                            + " in for "
                            + own.words()
                            + ": "
                            + told
                            + " of "
                            + length
                            + " values are sent; is one of them suspended?");
        }
    }

    private void awaitFit() {
        FutureTask<Preprocessing> running = fit;
        if (running == null || !running.isDone()) {
            return;
        }
        fit = null;
        try {
            tell(running.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            fail(
                    cause instanceof PreprocessingException
                            ? String.valueOf(cause.getMessage())
                            : "the preprocessing cannot be fitted: " + cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while a preprocessing was fitted");
        }
    }

    private void tell(Preprocessing preprocessing) {
        fitted = preprocessing;
        transform = preprocessing.values();
        told = 0;
        own.heard(nanoClock.getAsLong());
        phase = Phase.TELLING_TRANSFORM;
    }

    private int tellTransform() {
        int sent = 0;
        while (told < transform.length) {
            int floats = Math.min(FrameDescriptor.MAX_FLOATS, transform.length - told);
            header.transform(generation.number(), told);
            if (broadcast.trySend(header, transform, told, floats) != SendResult.SENT) {
                requireProgress(sent, transform.length);
                return sent;
            }
            told += floats;
            sent++;
        }
        phase = Phase.ENDED;
        if (fitted != null) {
            events.fitted(fitted);
        }
        return sent;
    }

    private void requireGreetings() {
        if (own.expired(nanoClock.getAsLong())) {
            fail(handshake.overdue(own.words()));
        }
    }

    private void requireMoments() {
        long now = nanoClock.getAsLong();
        for (int rank = 0; tree != null && rank < patience.length; rank++) {
            if (tree.awaits(rank) && patience[rank].expired(now)) {
                fail(
                        "worker rank "
                                + rank
                                + " was silent for "
                                + own.words()
                                + " in pass "
                                + (gathered.size() + 1)
                                + " of "
                                + fitting.passes().size()
                                + " of the fit of --preprocess "
                                + fitting.kind().optionName()
                                + ": "
                                + tree.missing(rank)
                                + " are missing; is that worker suspended or overloaded?");
                return;
            }
        }
    }

    private void fail(String reason) {
        phase = Phase.ENDED;
        events.failed(reason);
    }

    /** A fit has no step to end after: who stops it closes it. */
    @Override
    public void endAtCommit() {}

    /** Nor has it gates. */
    @Override
    public void proceed(Verdict verdict) {}

    @Override
    public void close() {
        streams.close();
    }
}

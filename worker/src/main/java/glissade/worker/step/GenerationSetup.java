package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.FrameSink;
import glissade.averaging.StateAssembler;
import glissade.averaging.StateSender;
import glissade.averaging.StepDeadline;
import glissade.averaging.StepLog;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.data.DataSets;
import glissade.data.SampleOrder;
import glissade.math.Kernels;
import glissade.nn.Network;
import glissade.optim.Schedule;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHeader;
import glissade.plane.FrameType;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.SendResult;
import glissade.protocol.EvaluationSchedule;
import glissade.run.RunConfiguration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a generation together on the training thread: streams, greeting, exchange, loop; then runs
 * the loop to its end.
 */
final class GenerationSetup {

    private static final int FRAMES_A_POLL = 64;

    private final TrainingTask task;
    private final RunConfiguration configuration;
    private final DataSets data;
    private final PlaneMember plane;
    private final Generation generation;
    private final Lanes lanes;
    private final StepEvents events;
    private final BooleanSupplier stopRequested;
    private final LongSupplier nanoClock;
    private final PlaneIdle idle = new PlaneIdle();

    GenerationSetup(
            TrainingTask task,
            RunConfiguration configuration,
            DataSets data,
            PlaneMember plane,
            Generation generation,
            Lanes lanes,
            StepEvents events,
            BooleanSupplier stopRequested,
            LongSupplier nanoClock) {
        this.task = task;
        this.configuration = configuration;
        this.data = data;
        this.plane = plane;
        this.generation = generation;
        this.lanes = lanes;
        this.events = events;
        this.stopRequested = stopRequested;
        this.nanoClock = nanoClock;
    }

    void run() {
        RunConfiguration.Training training = configuration.training();
        EpochShape shape = configuration.epochShape(data.training().size());
        Assignment assignment = new Assignment(shape, task.worldSize());
        Network network = new Network(configuration.model().network());
        Buckets buckets = new Buckets(network.layout().parameterCount());
        SampleOrder order =
                new SampleOrder(
                        data.training().size(), training.seed(), configuration.data().shuffle());
        SliceGradients gradients =
                new SliceGradients(network, data.training(), order, assignment, task.rank(), lanes);
        Evaluation test = new Evaluation(network, data.test(), EvaluationSchedule.SLICE, lanes);
        Evaluation validation =
                data.validation() == null
                        ? null
                        : new Evaluation(
                                network, data.validation(), EvaluationSchedule.SLICE, lanes);
        EvaluationSchedule schedule =
                new EvaluationSchedule(
                        shape, generation.firstStep(), generation.endStep(), validation != null);
        FrameBounds bounds =
                new FrameBounds(
                        task.runId(),
                        generation.number(),
                        FrameDescriptor.COORDINATOR_RANK,
                        buckets,
                        1 + training.optimizer().stateVectors(),
                        assignment.layout(0).shares().slices());
        try (PlaneSender sender =
                        plane.openGradients(
                                generation.gradientSession(),
                                task.rank(),
                                task.runId(),
                                task.gradientEndpoint());
                PlaneReceiver receiver =
                        plane.openParameters(generation.parameterSession(), bounds)) {
            greet(sender, receiver);
            Exchange exchange =
                    task.worldSize() == 1
                            ? loneExchange(assignment, buckets, sender, receiver)
                            : new StarExchange(
                                    generation.number(),
                                    generation.firstStep(),
                                    buckets,
                                    sender,
                                    receiver,
                                    stopRequested,
                                    nanoClock);
            new TrainingLoop(
                            task.rank(),
                            task.worldSize(),
                            generation.firstStep(),
                            generation.endStep(),
                            gradients,
                            network.layout(),
                            exchange,
                            schedule,
                            validation,
                            test,
                            events,
                            nanoClock)
                    .run();
        } catch (StepException e) {
            events.failed(generation.firstStep(), String.valueOf(e.getMessage()));
        }
    }

    /** Says hello once this worker hears the averager and the averager can hear it. */
    private void greet(PlaneSender sender, PlaneReceiver receiver) {
        FrameHeader hello = new FrameHeader().hello(generation.number());
        await(
                "the averager's stream of parameters",
                () -> receiver.connected() && sender.trySend(hello) == SendResult.SENT);
    }

    private LoneExchange loneExchange(
            Assignment assignment, Buckets buckets, PlaneSender sender, PlaneReceiver receiver) {
        RunConfiguration.Training training = configuration.training();
        TrainingState initial = awaitState(receiver, buckets);
        EpochShape shape = assignment.shape();
        Averager averager =
                new Averager(
                        buckets,
                        training.optimizer().create(),
                        Schedule.constant(training.learningRate()),
                        Kernels.create(),
                        initial);
        StepLog log =
                new StepLog(
                        shape,
                        configuration.output().logEvery(),
                        generation.endStep(),
                        nanoClock,
                        events);
        return new LoneExchange(
                averager,
                assignment,
                generation.endStep(),
                log,
                committed -> configuration.output().checkpointEvery().isDue(committed, shape),
                stopRequested,
                new PlaneStateSink(sender),
                events::lossNotFinite);
    }

    private TrainingState awaitState(PlaneReceiver receiver, Buckets buckets) {
        StateAssembler assembler =
                new StateAssembler(
                        buckets.parameterCount(),
                        configuration.training().optimizer().stateVectors());
        TrainingState[] arrived = new TrainingState[1];
        await(
                "the state that training begins from",
                () -> {
                    receiver.poll(frame -> takeIn(frame, assembler, arrived), FRAMES_A_POLL);
                    return arrived[0] != null;
                });
        return arrived[0];
    }

    private static void takeIn(
            FrameFlyweight frame, StateAssembler assembler, @Nullable TrainingState[] arrived) {
        if (frame.type() == FrameType.STATE) {
            assembler.onState(frame);
        } else if (frame.type() == FrameType.STATE_END) {
            arrived[0] = assembler.onEnd(frame);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        StepDeadline deadline = new StepDeadline();
        deadline.restart(nanoClock.getAsLong());
        idle.reset();
        while (!condition.getAsBoolean()) {
            if (stopRequested.getAsBoolean()) {
                throw new StepException("stopped while waiting for " + what);
            }
            if (deadline.expired(nanoClock.getAsLong())) {
                throw new StepException(
                        "worker rank "
                                + task.rank()
                                + " has not heard "
                                + what
                                + " for "
                                + deadline.words()
                                + ": is the coordinator alive, and does it share /dev/shm with this worker?");
            }
            idle.idle();
        }
    }

    /** Sends states to the coordinator over this worker's stream; training waits meanwhile. */
    private final class PlaneStateSink implements LoneExchange.StateSink {

        private final FrameSink sink;
        private long communicateNanos;

        PlaneStateSink(PlaneSender sender) {
            sink = FrameSink.of(sender);
        }

        @Override
        public void send(TrainingState state) {
            long before = nanoClock.getAsLong();
            StepDeadline deadline = new StepDeadline();
            deadline.restart(before);
            StateSender sending = new StateSender(generation.number(), state);
            while (!sending.done()) {
                idle.idle(sending.work(sink));
                if (deadline.expired(nanoClock.getAsLong())) {
                    throw new StepException(
                            "the coordinator has not taken the state of step "
                                    + state.step()
                                    + " in for "
                                    + deadline.words());
                }
            }
            communicateNanos += nanoClock.getAsLong() - before;
        }

        @Override
        public long communicateNanos() {
            return communicateNanos;
        }
    }
}

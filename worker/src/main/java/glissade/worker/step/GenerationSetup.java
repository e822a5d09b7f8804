package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.StateAssembler;
import glissade.averaging.StatePart;
import glissade.averaging.StepLog;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.collective.OwnerRanges;
import glissade.collective.Replication;
import glissade.collective.Rounds;
import glissade.collective.SliceShares;
import glissade.data.DataSets;
import glissade.data.Dataset;
import glissade.math.Kernels;
import glissade.nn.Network;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameType;
import glissade.plane.MeshAddress;
import glissade.plane.MeshMember;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneMesh;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.preprocess.Preprocessing;
import glissade.protocol.EvaluationSchedule;
import glissade.protocol.MeshEnd;
import glissade.run.RunConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private final Preprocessing preprocessing;
    private final Generation generation;
    private final StepEvents events;
    private final LoneExchange.Stops stops;
    private final GateVerdicts verdicts;
    private final LongSupplier nanoClock;
    private final Network network;
    private final Assignment assignment;
    private final @Nullable Replication replication;
    private final Buckets buckets;
    private final Rendezvous rendezvous;

    GenerationSetup(
            TrainingTask task,
            RunConfiguration configuration,
            DataSets data,
            Preprocessing preprocessing,
            Generation generation,
            StepEvents events,
            LoneExchange.Stops stops,
            GateVerdicts verdicts,
            LongSupplier nanoClock) {
        this.task = task;
        this.configuration = configuration;
        this.data = data;
        this.preprocessing = preprocessing;
        this.generation = generation;
        this.events = events;
        this.stops = stops;
        this.verdicts = verdicts;
        this.nanoClock = nanoClock;
        // Workers that average together end together, at a commit.
        this.rendezvous =
                new Rendezvous(
                        task.rank(),
                        Endpoints.of(task, generation.mesh()),
                        generation.sharded() ? stops.abandoned() : stops.requested(),
                        nanoClock);
        this.network = new Network(configuration.model().network());
        this.assignment =
                configuration.assignment(
                        configuration.epochShape(data.training().size()),
                        task.worldSize(),
                        generation.division());
        this.replication = generation.trains() ? configuration.training().replication() : null;
        this.buckets =
                new Buckets(
                        network.layout().parameterCount(), configuration.cluster().bucketLength());
    }

    /** Meets the averager and trains; whatever comes of it is told to the events. */
    void run(PlaneMember plane, @Nullable MeshMember member, Lanes lanes) {
        SliceGradients gradients = generation.trains() ? gradients(lanes) : null;
        Evaluations evaluations = evaluations(lanes);
        try (PlaneSender sender =
                        plane.openGradients(
                                generation.gradientSession(),
                                task.rank(),
                                task.runId(),
                                task.gradientEndpoint());
                PlaneReceiver receiver =
                        plane.openParameters(generation.parameterSession(), bounds());
                PlaneMesh mesh =
                        member == null || !generation.sharded() ? null : openMesh(member)) {
            if (!rendezvous.greet(generation.number(), sender, receiver)) {
                events.finished(StepReport.NOTHING, -1);
                return;
            }
            Exchange exchange;
            Stride stride;
            if (gradients == null) {
                exchange = starExchange(buckets, lanes, sender, receiver);
                stride = Stride.NONE;
            } else if (replication != null) {
                StarExchange star = starExchange(replicaBuckets(), lanes, sender, receiver);
                exchange = star;
                stride = replicaStride(replication, star, gradients, lanes);
            } else {
                exchange = exchange(lanes, gradients, sender, receiver, mesh);
                if (exchange == null) {
                    events.finished(StepReport.NOTHING, -1);
                    return;
                }
                stride =
                        new GradientStride(
                                gradients, exchange, generation.endStep(), lanes.clock(0));
            }
            new TrainingLoop(generation, stride, exchange, evaluations::run, events, lanes).run();
        } catch (StepException e) {
            events.failed(generation.firstStep(), String.valueOf(e.getMessage()));
        }
    }

    private SliceGradients gradients(Lanes lanes) {
        return new SliceGradients(
                network,
                configuration.training().noise(),
                TrainingSamples.of(configuration, data.training(), preprocessing),
                shares(),
                lanes,
                generation.sharded() ? GradientParts.SMALL : GradientParts.LARGE);
    }

    /** What this worker computes: its slices, or those of each of its replicas. */
    private StepShares shares() {
        EpochShape shape = assignment.shape();
        int samplesAtOnce = configuration.cluster().samplesAtOnce(shape.batchSize());
        int rank = task.rank();
        if (replication == null) {
            return StepShares.of(assignment, rank, samplesAtOnce);
        }
        SliceShares holders = replication.holders(task.worldSize());
        return StepShares.of(
                shape, replication, holders.from(rank), holders.to(rank), samplesAtOnce);
    }

    private Evaluations evaluations(Lanes lanes) {
        Dataset validation = data.validation();
        EvaluationSchedule schedule =
                new EvaluationSchedule(
                        assignment.shape(),
                        generation.firstStep(),
                        generation.endStep(),
                        validation != null);
        return new Evaluations(
                task,
                schedule,
                evaluation(data.test(), lanes),
                validation == null ? null : evaluation(validation, lanes),
                events,
                lanes.clock(0));
    }

    private Evaluation evaluation(Dataset on, Lanes lanes) {
        return new Evaluation(network, on, preprocessing, EvaluationSchedule.SLICE, lanes);
    }

    private FrameBounds bounds() {
        return replication == null
                ? bounds(
                        buckets,
                        1
                                + configuration.training().optimizer().stateVectors()
                                + assignment.layout(0).heldUnits(),
                        assignment.layout(0).shares().slices())
                : bounds(replicaBuckets(), 1, replication.replicas());
    }

    private FrameBounds bounds(Buckets of, int stateVectors, int leaves) {
        return new FrameBounds(
                task.runId(),
                generation.number(),
                FrameDescriptor.COORDINATOR_RANK,
                of,
                stateVectors,
                leaves);
    }

    private Buckets replicaBuckets() {
        return Objects.requireNonNull(replication)
                .buckets(
                        buckets.parameterCount(),
                        configuration.training().optimizer().stateVectors());
    }

    private StarExchange starExchange(
            Buckets of, Lanes lanes, PlaneSender sender, PlaneReceiver receiver) {
        return new StarExchange(
                generation,
                pauseSteps(),
                of,
                rounds(),
                Kernels.create(),
                sender,
                receiver,
                stops.requested(),
                lanes.clock(0));
    }

    private Rounds rounds() {
        int every = replication == null ? 1 : replication.every();
        return new Rounds(assignment.shape(), every, generation.endStep());
    }

    private ReplicaStride replicaStride(
            Replication of, StarExchange exchange, SliceGradients gradients, Lanes lanes) {
        RunConfiguration.Training training = configuration.training();
        int count = buckets.parameterCount();
        StepLog log = log();
        Averager averager =
                new Averager(
                        buckets,
                        network.layout(),
                        training.objective(),
                        training.optimizer().create(),
                        configuration.learningRates(assignment.shape()),
                        Kernels.create(),
                        new TrainingState(
                                generation.firstStep(),
                                new float[count],
                                new float[training.optimizer().stateVectors()][count]));
        averager.rateFactor(generation.rateFactor());
        ReplicaDescent descent =
                new ReplicaDescent(
                        assignment.shape(),
                        of,
                        gradients,
                        averager,
                        new OwnUpdate(averager, new BucketLanes(lanes)),
                        new CommitWatch(training.stopping().endRules(), assignment.shape()),
                        log,
                        exchange,
                        stops.requested(),
                        lanes.clock(0));
        // Where training ends early at a gate there is no verdict: the averager has the last word.
        Gate gate = new Gate(commits().verdicts(), stops.requested(), () -> 0, lanes.clock(0));
        return new ReplicaStride(
                of,
                rounds(),
                of.holders(task.worldSize()),
                task.rank(),
                descent,
                exchange,
                averager,
                new ReplicaStride.Gates(generation.firstStep(), commits().gateDue(), gate),
                Kernels.create(),
                lanes.clock(0),
                replicaBuckets().parameterCount());
    }

    /** Takes the averager's place, or meets it; null when training is to stop before it began. */
    private @Nullable Exchange exchange(
            Lanes lanes,
            SliceGradients gradients,
            PlaneSender sender,
            PlaneReceiver receiver,
            @Nullable PlaneMesh mesh) {
        if (mesh == null && task.worldSize() > 1) {
            return starExchange(buckets, lanes, sender, receiver);
        }
        OwnerRanges ranges = ranges(mesh);
        TrainingState initial = awaitState(receiver, ranges);
        if (initial == null) {
            return null;
        }
        gradients.residuals().begin(initial.residuals());
        if (mesh == null) {
            return loneExchange(ranges, initial, lanes, gradients, sender);
        }
        return rendezvous.meet(mesh)
                ? shardedExchange(ranges, initial, lanes, gradients, sender, mesh)
                : null;
    }

    private OwnerRanges ranges(@Nullable PlaneMesh mesh) {
        // Where nothing travels, what is in the first-level cache is updated.
        return mesh == null
                ? new OwnerRanges(new Buckets(buckets.parameterCount()), 1)
                : new OwnerRanges(buckets, task.worldSize());
    }

    private StatePart part(OwnerRanges ranges) {
        return StatePart.of(ranges, assignment.layout(0), task.rank());
    }

    private PlaneMesh openMesh(MeshMember member) {
        List<MeshAddress> addresses = new ArrayList<>();
        List<Integer> sessions = new ArrayList<>();
        for (MeshEnd end : generation.mesh()) {
            addresses.add(end.address());
            sessions.add(end.session());
        }
        if (!member.connected()) {
            member.connect(addresses);
        }
        return member.open(sessions, bounds());
    }

    private long pauseSteps() {
        Dataset validation = data.validation();
        return EvaluationSchedule.pauseSteps(
                assignment.shape(), data.test().size(), validation == null ? 0 : validation.size());
    }

    private LoneExchange loneExchange(
            OwnerRanges ranges,
            TrainingState initial,
            Lanes lanes,
            SliceGradients gradients,
            PlaneSender sender) {
        StepLog log = log();
        CommitWatch watch = watch(initial, log);
        return new LoneExchange(
                averager(ranges, initial),
                new BucketLanes(lanes),
                assignment,
                generation.endStep(),
                watch,
                log,
                commits(),
                stops,
                states(ranges, gradients, sender),
                events,
                lanes.clock(0));
    }

    private ShardedExchange shardedExchange(
            OwnerRanges ranges,
            TrainingState initial,
            Lanes lanes,
            SliceGradients gradients,
            PlaneSender sender,
            PlaneMesh mesh) {
        StepLog log = log();
        CommitWatch watch = watch(initial, log);
        return new ShardedExchange(
                generation,
                pauseSteps(),
                averager(ranges, initial),
                assignment,
                gradients,
                mesh,
                watch,
                log,
                commits(),
                stops,
                states(ranges, gradients, sender),
                events,
                lanes.clock(0));
    }

    private Averager averager(OwnerRanges ranges, TrainingState initial) {
        RunConfiguration.Training training = configuration.training();
        Averager averager =
                new Averager(
                        ranges,
                        task.rank(),
                        network.layout(),
                        training.objective(),
                        training.optimizer().create(),
                        configuration.learningRates(assignment.shape()),
                        Kernels.create(),
                        initial);
        averager.rateFactor(generation.rateFactor());
        return averager;
    }

    private StepLog log() {
        return new StepLog(
                assignment.shape(),
                configuration.output().logEvery(),
                generation.endStep(),
                nanoClock,
                events);
    }

    private CommitWatch watch(TrainingState initial, StepLog log) {
        CommitWatch watch =
                new CommitWatch(configuration.training().stopping().endRules(), assignment.shape());
        initial.memory().recall(log, watch);
        return watch;
    }

    private LoneExchange.Commits commits() {
        EpochShape shape = assignment.shape();
        return new LoneExchange.Commits(
                committed -> configuration.output().checkpointEvery().isDue(committed, shape),
                committed -> configuration.gateDue(committed, shape),
                step -> verdicts.on(generation.number(), step));
    }

    private PlaneStateSink states(
            OwnerRanges ranges, SliceGradients gradients, PlaneSender sender) {
        return new PlaneStateSink(
                generation.number(),
                part(ranges),
                gradients.residuals(),
                sender,
                stops.abandoned(),
                nanoClock);
    }

    private @Nullable TrainingState awaitState(PlaneReceiver receiver, OwnerRanges ranges) {
        StateAssembler assembler =
                new StateAssembler(
                        buckets.parameterCount(),
                        configuration.training().optimizer().stateVectors(),
                        assignment.layout(0).heldUnits(),
                        part(ranges));
        TrainingState[] arrived = new TrainingState[1];
        rendezvous.await(
                "the state that training begins from",
                () -> receiver.poll(frame -> takeIn(frame, assembler, arrived), FRAMES_A_POLL),
                () -> arrived[0] != null);
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
}

package glissade.worker.step;

import glissade.averaging.AveragingHost;
import glissade.data.Dataset;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.preprocess.Fitting;
import glissade.preprocess.Preprocessing;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts a fit together on the training thread: streams, greeting, exchange; then runs it. */
final class FitSetup {

    private final TrainingTask task;
    private final Fitting fitting;
    private final Dataset training;
    private final FitOrder order;
    private final StepEvents events;
    private final BooleanSupplier stopRequested;
    private final LongSupplier nanoClock;

    FitSetup(
            TrainingTask task,
            Fitting fitting,
            Dataset training,
            FitOrder order,
            StepEvents events,
            BooleanSupplier stopRequested,
            LongSupplier nanoClock) {
        this.task = task;
        this.fitting = fitting;
        this.training = training;
        this.order = order;
        this.events = events;
        this.stopRequested = stopRequested;
        this.nanoClock = nanoClock;
    }

    /**
     * Meets the averager and takes part; what comes of it is told to the events.
     *
     * @return the preprocessing of the run; null when told to stop, or when it failed
     * @throws glissade.data.DataException if an input is infinite or NaN
     */
    @Nullable Preprocessing run(PlaneMember plane, Lanes lanes) {
        try (PlaneSender sender =
                        plane.openGradients(
                                order.gradientSession(),
                                task.rank(),
                                task.runId(),
                                task.gradientEndpoint());
                PlaneReceiver receiver = plane.openParameters(order.parameterSession(), bounds())) {
            Rendezvous rendezvous =
                    new Rendezvous(
                            task.rank(), Endpoints.of(task, List.of()), stopRequested, nanoClock);
            Preprocessing fitted = null;
            if (rendezvous.greet(order.number(), sender, receiver)) {
                FitExchange exchange =
                        new FitExchange(
                                task, order, fitting, sender, receiver, stopRequested, nanoClock);
                fitted = exchange.run(training, lanes);
            }
            events.finished(new StepReport(0, 0, 0, 0, 0, 0, receiver.faults().total()), -1);
            return fitted;
        } catch (StepException e) {
            events.failed(0, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private FrameBounds bounds() {
        return FrameBounds.ofFit(
                task.runId(),
                order.number(),
                FrameDescriptor.COORDINATOR_RANK,
                fitting.slices().count(),
                AveragingHost.FitGeneration.lengths(fitting));
    }
}

package glissade.worker.step;

import glissade.collective.SliceShares;
import glissade.protocol.EvaluationSchedule;
import glissade.protocol.EvaluationSet;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import org.jspecify.annotations.Nullable;

/** One worker's share of the evaluations, as they fall due between steps. */
final class Evaluations {

    private final EvaluationSchedule schedule;
    private final Share test;
    private final @Nullable Share validation;
    private final StepEvents events;
    private final PhaseClock clock;

    /** The part of a data set that falls to this worker. */
    private record Share(EvaluationSet set, Evaluation evaluation, SliceShares slices, int rank) {

        static Share of(EvaluationSet set, Evaluation evaluation, int rank, int worldSize) {
            return new Share(
                    set,
                    evaluation,
                    SliceShares.even(evaluation.scope().slices(), worldSize),
                    rank);
        }
    }

    Evaluations(
            TrainingTask task,
            EvaluationSchedule schedule,
            Evaluation test,
            @Nullable Evaluation validation,
            StepEvents events,
            PhaseClock clock) {
        this.schedule = schedule;
        this.test = Share.of(EvaluationSet.TEST, test, task.rank(), task.worldSize());
        this.validation =
                validation == null
                        ? null
                        : Share.of(
                                EvaluationSet.VALIDATION,
                                validation,
                                task.rank(),
                                task.worldSize());
        this.events = events;
        this.clock = clock;
    }

    /** Runs what is due after {@code committed} steps, with their parameters. */
    void run(long committed, float[] parameters) {
        if (validation != null) {
            run(validation, committed, parameters);
        }
        run(test, committed, parameters);
    }

    private void run(Share share, long committed, float[] parameters) {
        if (!schedule.due(share.set(), committed)) {
            return;
        }
        clock.enter(Phase.EVALUATE);
        Evaluation evaluation = share.evaluation();
        SliceShares slices = share.slices();
        evaluation.run(parameters, slices.from(share.rank()), slices.to(share.rank()));
        events.evaluated(
                committed,
                share.set(),
                evaluation.sums(slices.nodes(share.rank())),
                evaluation.tally());
    }
}

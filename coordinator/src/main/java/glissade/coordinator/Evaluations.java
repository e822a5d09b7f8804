package glissade.coordinator;

import glissade.collective.EpochShape;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.EvaluationScope;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.EvaluationSchedule;
import glissade.protocol.EvaluationSet;
import glissade.protocol.Plan;
import glissade.run.EpochRow;

/**
 * What the workers measure, put together and recorded: the rows of epochs, units that are of no
 * use, and the validation loss that decides how the run goes on. Plain state of the coordinator's
 * actor.
 */
final class Evaluations {

    private final CoordinatorSettings settings;
    private final EpochShape shape;
    private final RunProgress progress;
    private final RunRecord record;
    private final UnitHealth health;
    private EvaluationSchedule schedule;
    private long validatedStep = -1;
    private double validationLoss;

    Evaluations(
            CoordinatorSettings settings,
            EpochShape shape,
            RunProgress progress,
            RunRecord record,
            Plan plan) {
        this.settings = settings;
        this.shape = shape;
        this.progress = progress;
        this.record = record;
        this.health = new UnitHealth(settings.configuration().model().network().hidden());
        this.schedule = scheduled(plan);
    }

    /** A generation begins. */
    void begin(Plan plan) {
        schedule = scheduled(plan);
    }

    /** A generation begins that measures anew what was being measured. */
    void again(Plan plan) {
        begin(plan);
        progress.forgetOpenEvaluations();
    }

    private EvaluationSchedule scheduled(Plan plan) {
        return new EvaluationSchedule(
                shape, plan.firstStep(), plan.endStep(), settings.validationSamples() > 0);
    }

    /** Takes a worker's share in. */
    void take(CoordinatorMessage.EvaluationShare share) {
        boolean validates = share.set() == EvaluationSet.VALIDATION;
        EvaluationFigures figures = progress.evaluated(share, scope(share.set()));
        if (figures != null && validates) {
            validatedStep = share.step();
            validationLoss = figures.loss();
        }
        closeEpoch(share.step());
        // One look at the units an evaluation: where both sets are due, the validation data's.
        boolean looks = validates || settings.validationSamples() == 0;
        if (figures != null && looks) {
            health.measured(share.step(), when(share.step()), figures.units())
                    .forEach(record::event);
        }
    }

    private EvaluationScope scope(EvaluationSet set) {
        return EvaluationScope.of(
                settings.configuration().model().network(),
                set == EvaluationSet.TEST ? settings.testSamples() : settings.validationSamples(),
                EvaluationSchedule.SLICE,
                settings.schema().targetNames().size(),
                true);
    }

    private String when(long committed) {
        return committed > 0 && shape.endsEpoch(committed - 1)
                ? "after epoch " + (shape.epoch(committed - 1) + 1)
                : "after step " + committed;
    }

    /** Records the epoch that ends with so many commits, once all of it is measured. */
    void closeEpoch(long committed) {
        EpochRow row = progress.closedEpoch(committed, schedule.dueCount(committed));
        if (row != null) {
            record.epoch(row);
        }
    }

    /** Commits after which the validation loss was last measured, -1 before it was. */
    long validatedStep() {
        return validatedStep;
    }

    double validationLoss() {
        return validationLoss;
    }
}

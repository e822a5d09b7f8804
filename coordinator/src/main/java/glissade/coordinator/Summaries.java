package glissade.coordinator;

import glissade.collective.Replication;
import glissade.collective.UnitRounding;
import glissade.evaluation.EvaluationFigures;
import glissade.math.Precision;
import glissade.protocol.WorkerReport;
import glissade.run.Measured;
import glissade.run.RunConfiguration;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.WorkerSeconds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Draws up the summary of a run from what its phases have gathered. */
final class Summaries {

    private Summaries() {}

    static RunSummary of(Run run, RunStatus status) {
        RunConfiguration configuration = run.settings.configuration();
        UnitRounding rounding = configuration.training().rounding();
        Replication replication = configuration.training().replication();
        List<Long> slices = new ArrayList<>();
        List<Integer> vectorBits = new ArrayList<>();
        List<WorkerSeconds> seconds = new ArrayList<>();
        long gradientBytes = 0;
        int threads = configuration.cluster().threads();
        for (Member member : run.members.all()) {
            WorkerReport report = member.report;
            vectorBits.add(member.facts.vectorBits());
            threads = member.facts.threads() == 0 ? threads : member.facts.threads();
            if (report != null) {
                slices.add(report.slices());
                seconds.add(
                        new WorkerSeconds(
                                report.computeSeconds(),
                                report.communicateSeconds(),
                                report.waitSeconds()));
                gradientBytes += report.gradientBytes();
            }
        }
        boolean complete = seconds.size() == run.members.worldSize();
        return new RunSummary(
                run.settings.directory().name(),
                status,
                new RunSummary.Setup(
                        configuration.training().seed(),
                        run.members.worldSize(),
                        threads,
                        run.shape.batchSize(),
                        run.shape.sliceSize(),
                        rounding.precision().optionName(),
                        rounding.holdsBack() ? (Double) rounding.threshold() : null,
                        rounding.precision() == Precision.FP32 && !rounding.holdsBack()
                                ? null
                                : (Integer) rounding.units(),
                        replication == null ? null : replication.replicas(),
                        replication == null ? null : replication.every(),
                        run.parameterCount(),
                        run.preprocessing().kind().optionName(),
                        run.preprocessing().dropped(),
                        run.averaging.memories().transport(run.shards()),
                        averaging(run)),
                new RunSummary.Progress(
                        run.progress.committed(),
                        (int) (run.progress.committed() / run.shape.stepsPerEpoch()),
                        run.shape.samplesAfter(run.progress.committed())),
                new RunSummary.Quality(
                        run.progress.epochLoss(),
                        measured(run.progress.validation()),
                        measured(run.progress.test()),
                        run.parametersSha256),
                new RunSummary.Timing(
                        run.progress.steadyRate(),
                        run.progress.wallSeconds(),
                        average(seconds, WorkerSeconds::computing),
                        average(seconds, WorkerSeconds::communicating),
                        average(seconds, WorkerSeconds::waiting),
                        complete ? seconds : null),
                new RunSummary.Distribution(
                        complete ? slices : null,
                        complete ? gradientBytes : null,
                        run.failures(),
                        0,
                        vectorBits,
                        Runtime.version().toString(),
                        run.settings.cpu()));
    }

    private static @Nullable Measured measured(@Nullable EvaluationFigures figures) {
        return figures == null ? null : Measured.of(figures);
    }

    private static String averaging(Run run) {
        RunConfiguration configuration = run.settings.configuration();
        return configuration.training().replication() != null
                ? "star"
                : configuration.cluster().workers() == 1
                        ? "local"
                        : configuration.shards() ? "sharded" : "star";
    }

    private static double average(
            List<WorkerSeconds> workers, ToDoubleFunction<WorkerSeconds> part) {
        return workers.stream().mapToDouble(part).average().orElse(Double.NaN);
    }
}

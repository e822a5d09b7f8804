package glissade.cli;

import glissade.collective.Replication;
import glissade.collective.UnitRounding;
import glissade.local.CheckedRun;
import glissade.local.RestartPlan;
import glissade.math.Precision;
import glissade.nn.NetworkDescription;
import glissade.optim.OptimizerDescription;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.TrainingLength;
import glissade.run.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run is about to do, in a few lines. */
final class RunHeader {

    private final CheckedRun run;
    private final RunConfiguration configuration;
    private final boolean onThisMachine;

    RunHeader(CheckedRun run) {
        this(run, true);
    }

    /**
     * @param onThisMachine whether all workers are on the machine of the coordinator
     */
    RunHeader(CheckedRun run, boolean onThisMachine) {
        this.run = run;
        this.onThisMachine = onThisMachine;
        this.configuration = run.configuration();
    }

    List<String> lines(RunDirectory directory) {
        List<String> lines = new ArrayList<>();
        lines.add("run      " + directory.root());
        lines.addAll(subject());
        lines.add("training " + training());
        if (configuration.model().restarts() > 1) {
            lines.add("restarts " + restarts());
        }
        lines.add("workers  " + workers());
        String note = idleWorkers(RestartPlan.of(configuration).workersEach());
        if (!note.isEmpty()) {
            lines.add("note     " + note);
        }
        return lines;
    }

    /** That some workers cannot have work, and what makes more of it; empty where all can. */
    private String idleWorkers(int workers) {
        Replication replication = configuration.training().replication();
        if (replication != null) {
            return workers > replication.replicas()
                    ? "a replica is whole on one worker, so only "
                            + canHaveWork(replication.replicas(), workers)
                            + "more --replicas make more"
                    : "";
        }
        UnitRounding rounding = configuration.training().rounding();
        boolean byUnits = rounding.holdsBack() && rounding.units() <= run.slices();
        if (byUnits && workers > rounding.units()) {
            return "a unit is held back whole on one worker, and a mini-batch has "
                    + Figures.counted(rounding.units(), "unit")
                    + ", so only "
                    + canHaveWork(rounding.units(), workers)
                    + (workers > run.slices()
                            ? "more --units and a smaller --slice make more"
                            : "more --units make more");
        }
        return workers > run.slices()
                ? "a mini-batch has "
                        + Figures.counted(run.slices(), "slice")
                        + ", so only "
                        + canHaveWork(run.slices(), workers)
                        + (rounding.holdsBack() && workers > rounding.units()
                                ? "a smaller --slice and more --units make more"
                                : "a smaller --slice makes more")
                : "";
    }

    private static String canHaveWork(int some, int workers) {
        return some + " of " + workers + " workers can have work; ";
    }

    /** What is trained, on what. */
    List<String> subject() {
        return List.of("model    " + model(), "data     " + data());
    }

    private String model() {
        NetworkDescription network = configuration.model().network();
        String hidden = network.layers() > 1 ? " " + network.hidden().optionName() + "," : "";
        return network
                + hidden
                + " "
                + network.output().optionName()
                + " output, "
                + network.loss().optionName()
                + " loss, "
                + Figures.counted(run.parameterCount(), "parameter");
    }

    private String data() {
        String text =
                configuration.data().selection().data().text()
                        + ", "
                        + Figures.count(run.samples())
                        + " samples to train, ";
        if (run.validationSamples() > 0) {
            text += Figures.count(run.validationSamples()) + " to validate, ";
        }
        return text + Figures.count(run.testSamples()) + " to test";
    }

    /** How it is trained. */
    String training() {
        RunConfiguration.Training training = configuration.training();
        OptimizerDescription optimizer = training.optimizer();
        String length =
                training.length() instanceof TrainingLength.Epochs(int epochs)
                        ? Figures.counted(epochs, "epoch") + " = "
                        : "";
        return optimizer.name()
                + " lr "
                + Figures.plain(training.learningRate())
                + schedule(training.schedule())
                + ", batch "
                + Figures.count(run.shape().batchSize())
                + " in slices of "
                + run.shape().sliceSize()
                + rounding(training.rounding())
                + replication(training.replication())
                + ", "
                + length
                + Figures.counted(run.steps(), "step")
                + ", seed "
                + training.seed();
    }

    private String rounding(UnitRounding rounding) {
        String units = Figures.counted(Math.min(rounding.units(), run.slices()), "unit");
        if (rounding.holdsBack()) {
            return ", held back below " + Figures.plain(rounding.threshold()) + " in " + units;
        }
        return rounding.precision() == Precision.FP32
                ? ""
                : ", gradient sums of " + units + " in " + rounding.precision().optionName();
    }

    private static String replication(@Nullable Replication replication) {
        return replication == null
                ? ""
                : ", "
                        + Figures.counted(replication.replicas(), "replica")
                        + " averaged every "
                        + Figures.counted(replication.every(), "step");
    }

    private static String schedule(ScheduleDescription schedule) {
        String text =
                schedule.kind() == ScheduleKind.CONSTANT ? "" : ' ' + schedule.kind().optionName();
        if (schedule.kind().decays()) {
            text += " × " + Figures.plain(schedule.decay());
        }
        return schedule.warmup() == 0
                ? text
                : text + " after " + Figures.counted(schedule.warmup(), "step") + " of warm-up";
    }

    private String restarts() {
        int restarts = configuration.model().restarts();
        return restarts
                + " starting points, their initial parameters from seeds "
                + configuration.restartSeed(1)
                + " to "
                + configuration.restartSeed(restarts);
    }

    /** By whom. */
    String workers() {
        RunConfiguration.Cluster cluster = configuration.cluster();
        RestartPlan plan = RestartPlan.of(configuration);
        if (plan.restarts() > 1) {
            return cluster.workers()
                    + " × "
                    + Figures.counted(cluster.threads(), "thread")
                    + ", "
                    + Figures.counted(plan.workersEach(), "worker")
                    + " for each of "
                    + plan.atOnce()
                    + " starting points at once";
        }
        String text = cluster.workers() + " × " + Figures.counted(cluster.threads(), "thread");
        Integer atOnce = cluster.mostSamplesAtOnce();
        if (atOnce != null) {
            text += ", " + Figures.counted(atOnce, "sample") + " at once";
        }
        if (cluster.workers() == 1 && configuration.training().replication() == null) {
            return text + ", averaging in the worker: nothing travels";
        }
        return text
                + (configuration.shards() ? ", sharded" : ", star")
                + " averaging, "
                + (configuration.training().replication() == null ? "gradients" : "replicas")
                + " over "
                + transport(cluster.transport());
    }

    private String transport(Transport transport) {
        if (transport != Transport.AUTO) {
            return transport.optionName();
        }
        return onThisMachine ? "ipc" : "ipc where processes share memory, udp elsewhere";
    }
}

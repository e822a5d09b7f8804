package glissade.api;

import glissade.coordinator.RunOutcome;
import glissade.data.DataException;
import glissade.local.CannotStartException;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.Restarts;
import glissade.local.WorkerPlace;
import glissade.math.UnsupportedMachineException;
import glissade.plane.PlaneException;
import glissade.run.ConfigurationException;
import glissade.run.GivenOptions;
import glissade.run.ModelFile;
import glissade.run.Restart;
import glissade.run.RestartSummary;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One training from its description to what came of it. */
final class Trainer {

    /** Option that says where run directories go. */
    static final String OUT = "out";

    private static final String TEST_SHARE = "0.2";

    private final Map<String, String> options;
    private final Map<String, Samples> arrays;
    private final @Nullable Path configurationFile;
    private final WorkerPlace place;
    private final Listeners listeners;

    Trainer(
            Map<String, String> options,
            Map<String, Samples> arrays,
            @Nullable Path configurationFile,
            WorkerPlace place,
            Listeners listeners) {
        this.options = options;
        this.arrays = arrays;
        this.configurationFile = configurationFile;
        this.place = place;
        this.listeners = listeners;
    }

    Trained train() {
        try (Ending ending = new Ending()) {
            return train(ending);
        } catch (ConfigurationException
                | DataException
                | CannotStartException
                | UnsupportedMachineException
                | PlaneException refused) {
            throw new TrainingFailedException(String.valueOf(refused.getMessage()), refused);
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten.getMessage(), unwritten);
        }
    }

    private Trained train(Ending ending) throws IOException {
        GivenOptions given = GivenOptions.none();
        if (configurationFile != null) {
            given = given.file(configurationFile);
        }
        RunConfiguration configuration = RunConfiguration.of(given.commandLine(resolved(ending)));
        CheckedRun checked = CheckedRun.of(configuration);
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        if (kept()) {
            ending.keepData();
        }
        return configuration.model().restarts() > 1
                ? trainFromSeveral(checked, directory, ending)
                : trainFromOne(checked, directory, ending);
    }

    private boolean kept() {
        return options.containsKey(OUT);
    }

    /** The options, with files in the place of arrays. */
    private Map<String, String> resolved(Ending ending) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(options);
        String out = all.computeIfAbsent(OUT, _ -> ending.temporary().toString());
        if (arrays.containsKey("data") && !all.containsKey("test") && !all.containsKey("holdout")) {
            all.put("holdout", TEST_SHARE);
        }
        if (!arrays.isEmpty()) {
            Path data = ending.dataDirectory(Path.of(out));
            for (Map.Entry<String, Samples> one : arrays.entrySet()) {
                all.put(one.getKey(), one.getValue().write(data, one.getKey()));
            }
        }
        return all;
    }

    private Trained trainFromOne(CheckedRun checked, RunDirectory directory, Ending ending) {
        Ear ear = new Ear(listeners, ending::stop);
        LocalRunSettings settings =
                LocalRunSettings.of(checked, directory, place).withListener(ear.of(1));
        RunOutcome outcome;
        try (LocalRun run = LocalRun.start(settings)) {
            ending.begun(run::stop);
            outcome = run.end();
        }
        ear.rethrow();
        RunSummary summary = outcome.summary();
        if (outcome.status() != RunStatus.DONE || summary == null) {
            throw new TrainingFailedException(outcome.message());
        }
        return trained(directory, summary, outcome.message(), List.of());
    }

    private Trained trainFromSeveral(CheckedRun checked, RunDirectory directory, Ending ending)
            throws IOException {
        Ear ear = new Ear(listeners, ending::stop);
        Restarts restarts = new Restarts(checked, directory, place, false, new EarOfEach(ear));
        ending.begun(restarts::stop);
        Restarts.Outcome outcome = restarts.run();
        ear.rethrow();
        RunSummary whole = outcome.whole();
        if (outcome.status() != RunStatus.DONE || whole == null) {
            throw new TrainingFailedException(outcome.message());
        }
        return trained(directory, whole, "", startingPoints(outcome.summary()));
    }

    private Trained trained(
            RunDirectory directory,
            RunSummary summary,
            String message,
            List<StartingPoint> startingPoints) {
        RunSummary.Quality quality = summary.quality();
        return new Trained(
                new Model(ModelFile.read(directory.modelFile())),
                summary.progress().epochs(),
                summary.progress().steps(),
                quality.trainLoss(),
                Score.of(quality.validation()),
                Score.of(quality.test()),
                summary.timing().samplesPerSecond(),
                summary.timing().wallSeconds(),
                Objects.requireNonNull(quality.parametersSha256(), "the run is done"),
                message,
                kept() ? directory.root() : null,
                startingPoints);
    }

    private static List<StartingPoint> startingPoints(RestartSummary summary) {
        List<StartingPoint> points = new ArrayList<>();
        for (Restart restart : summary.restarts()) {
            RunSummary one = restart.summary();
            String sha256 = one == null ? null : one.quality().parametersSha256();
            points.add(
                    new StartingPoint(
                            restart.number(),
                            restart.seed(),
                            restart.number() == summary.keptNumber(),
                            one == null ? 0 : one.progress().steps(),
                            one == null ? Double.NaN : one.quality().trainLoss(),
                            one == null ? Score.NONE : Score.of(one.quality().validation()),
                            restart.distance(),
                            sha256 == null ? "" : sha256,
                            restart.message()));
        }
        return points;
    }

    /** Hears of all starting points. */
    private record EarOfEach(Ear ear) implements Restarts.Listener {

        @Override
        public RunListener begins(int number, CheckedRun run, long firstStep) {
            return ear.of(number);
        }

        @Override
        public void ended(Restart restart) {}
    }
}

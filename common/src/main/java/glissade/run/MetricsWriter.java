package glissade.run;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code metrics.csv}: a row a step and a row an epoch, each with the columns of its kind
 * filled. The rows of steps ascend; that of an epoch comes when its evaluation has, which may be
 * some steps after its last one. The row of a step that is repeated takes the place of all rows
 * from that step on. Every row is handed to the operating system at once. Confined to one thread.
 */
public final class MetricsWriter implements AutoCloseable {

    private static final List<String> STEP_COLUMNS =
            List.of(
                    "step",
                    "epoch",
                    "samples",
                    "loss",
                    "learning_rate",
                    "gradient_norm",
                    "samples_per_second",
                    "workers");
    private static final List<String> EPOCH_COLUMNS =
            List.of(
                    "epoch_loss",
                    "validation_loss",
                    "validation_accuracy",
                    "test_loss",
                    "test_accuracy");
    private static final String PENALTY_COLUMN = "penalty";
    private static final List<String> REGRESSION_COLUMNS =
            List.of("validation_r2", "validation_mae", "test_r2", "test_mae");
    private static final int COLUMNS =
            STEP_COLUMNS.size() + EPOCH_COLUMNS.size() + 1 + REGRESSION_COLUMNS.size();

    private final Path file;
    private CsvWriter csv;
    private long lastStep = -1;
    private long lastEpochEnd;

    private MetricsWriter(Path file, CsvWriter csv) {
        this.file = file;
        this.csv = csv;
    }

    /** Begins the file of a new run. */
    public static MetricsWriter create(Path file) throws IOException {
        LineFile.replace(file, header());
        return new MetricsWriter(file, append(file));
    }

    /** Goes on with the file of a former run; rows past {@code step} are dropped. */
    public static MetricsWriter resume(Path file, long step) throws IOException {
        MetricsWriter writer = new MetricsWriter(file, append(file));
        writer.keepUpTo(step);
        return writer;
    }

    /** Commits at the end of the last epoch that has a row, 0 where none has. */
    public long lastEpochEnd() {
        return lastEpochEnd;
    }

    /** Writes a row; the caller decides which steps get one. */
    public void write(StepRow row) throws IOException {
        if (row.step() <= lastStep) {
            keepUpTo(row.step() - 1);
        }
        lastStep = row.step();
        write(
                Long.toString(row.step()),
                Integer.toString(row.epoch()),
                Long.toString(row.samples()),
                Double.toString(row.loss()),
                Double.toString(row.learningRate()),
                Double.toString(row.gradientNorm()),
                Double.toString(row.samplesPerSecond()),
                Integer.toString(row.workers()),
                "",
                "",
                "",
                "",
                "",
                Double.toString(row.penalty()));
    }

    /** Writes the row of an epoch. */
    public void write(EpochRow row) throws IOException {
        lastEpochEnd = row.step();
        write(
                Long.toString(row.step()),
                Integer.toString(row.epoch()),
                Long.toString(row.samples()),
                "",
                "",
                "",
                "",
                "",
                Double.toString(row.epochLoss()),
                figure(row.validation(), Measured::loss),
                ifDefined(row.validation(), Measured::accuracy),
                figure(row.test(), Measured::loss),
                ifDefined(row.test(), Measured::accuracy),
                "",
                ifDefined(row.validation(), Measured::rSquared),
                ifDefined(row.validation(), Measured::meanAbsoluteError),
                ifDefined(row.test(), Measured::rSquared),
                ifDefined(row.test(), Measured::meanAbsoluteError));
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private void write(String... fields) throws IOException {
        List<String> row = new ArrayList<>(List.of(fields));
        while (row.size() < COLUMNS) {
            row.add("");
        }
        csv.writeRecord(row);
        csv.flush();
    }

    /** Writes the file anew without the rows past {@code step}. */
    private void keepUpTo(long step) throws IOException {
        csv.close();
        lastEpochEnd = 0;
        StringWriter kept = new StringWriter();
        kept.write(header());
        lastStep = -1;
        try (CsvReader<CsvRecord> reader =
                        CsvReader.builder().ofCsvRecord(LineFile.wholeLines(file));
                CsvWriter writer =
                        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(kept)) {
            for (CsvRecord row : reader) {
                if (row.getStartingLineNumber() > 1 && Long.parseLong(row.getField(0)) <= step) {
                    writer.writeRecord(row.getFields());
                    long of = Long.parseLong(row.getField(0));
                    lastStep = Math.max(lastStep, of);
                    // An epoch's row may come after those of steps of the next.
                    if (!row.getField(STEP_COLUMNS.size()).isEmpty()) {
                        lastEpochEnd = of;
                    }
                }
            }
        }
        LineFile.replace(file, kept.toString());
        csv = append(file);
    }

    private static CsvWriter append(Path file) throws IOException {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
    }

    private static String header() {
        return String.join(",", STEP_COLUMNS)
                + ","
                + String.join(",", EPOCH_COLUMNS)
                + ","
                + PENALTY_COLUMN
                + ","
                + String.join(",", REGRESSION_COLUMNS)
                + "\n";
    }

    private static String figure(@Nullable Measured measured, ToDoubleFunction<Measured> figure) {
        return measured == null ? "" : Double.toString(figure.applyAsDouble(measured));
    }

    /** Empty where the figure does not apply. */
    private static String ifDefined(
            @Nullable Measured measured, ToDoubleFunction<Measured> figure) {
        return measured == null || Double.isNaN(figure.applyAsDouble(measured))
                ? ""
                : figure(measured, figure);
    }
}

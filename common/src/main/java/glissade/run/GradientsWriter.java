package glissade.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import glissade.averaging.LayerGradient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file {@code gradients.csv}: for each step whose gradient was looked at closely a row a layer,
 * with the norm and the component that pays most. Rows of a step that is repeated stand twice.
 * Confined to one thread.
 */
public final class GradientsWriter implements AutoCloseable {

    private static final List<String> COLUMNS =
            List.of("step", "layer", "gradient_norm", "component", "slope");

    private final CsvWriter csv;

    private GradientsWriter(CsvWriter csv) {
        this.csv = csv;
    }

    /** Begins the file, or goes on with it. */
    public static GradientsWriter open(Path file) throws IOException {
        boolean begins = !Files.exists(file);
        CsvWriter csv =
                CsvWriter.builder()
                        .lineDelimiter(LineDelimiter.LF)
                        .build(
                                file,
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
        if (begins) {
            csv.writeRecord(COLUMNS);
        }
        return new GradientsWriter(csv);
    }

    /** Writes the rows of a step. */
    public void write(StepRow row) throws IOException {
        for (LayerGradient layer : row.layers()) {
            csv.writeRecord(
                    Long.toString(row.step()),
                    Integer.toString(layer.layer()),
                    Double.toString(layer.norm()),
                    layer.component(),
                    Float.toString(layer.slope()));
        }
        if (!row.layers().isEmpty()) {
            csv.flush();
        }
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}

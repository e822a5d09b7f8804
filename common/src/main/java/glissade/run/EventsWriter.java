package glissade.run;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/**
 * The file {@code events.jsonl}: one JSON object a line, with {@code time} (UTC, ISO 8601), {@code
 * event} (the name of its record) and the components of the record, all in snake case. Every line
 * is handed to the operating system at once. Confined to one thread.
 */
public final class EventsWriter implements AutoCloseable {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private final BufferedWriter lines;
    private final InstantSource clock;

    private EventsWriter(BufferedWriter lines, InstantSource clock) {
        this.lines = lines;
        this.clock = clock;
    }

    /** Opens the file, new or behind the whole lines that are there already. */
    public static EventsWriter open(Path file, InstantSource clock) throws IOException {
        LineFile.replace(file, LineFile.wholeLines(file));
        return new EventsWriter(Files.newBufferedWriter(file, StandardOpenOption.APPEND), clock);
    }

    /** Writes one line. */
    public void write(RunEvent event) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("time", clock.instant().toString());
        line.put("event", name(event));
        line.setAll(JSON.<ObjectNode>valueToTree(event));
        lines.write(JSON.writeValueAsString(line));
        lines.write('\n');
        lines.flush();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static String name(RunEvent event) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(
                event.getClass().getSimpleName());
    }
}

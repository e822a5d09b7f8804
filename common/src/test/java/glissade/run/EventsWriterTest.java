package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsWriterTest {

    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-11-21T12:00:00.125Z"));
    private static final String TIME = "{\"time\":\"2026-11-21T12:00:00.125Z\",\"event\":";

    @TempDir Path directory;

    @Test
    void shouldWriteEachEventAsOneLineOfJson() throws IOException {
        Path file = directory.resolve("events.jsonl");
        try (EventsWriter events = EventsWriter.open(file, NOON)) {
            events.write(new RunEvent.Started("r", 0, 3130, 2, 1));
            events.write(new RunEvent.Joined("w0", "127.0.0.1:4711"));
            events.write(
                    new RunEvent.TransportChosen(
                            "mixed", List.of(List.of("coordinator", "w0"), List.of("w1"))));
            events.write(
                    new RunEvent.Planned(
                            1,
                            0,
                            List.of(
                                    new RunEvent.Share("w0", 0, 2),
                                    new RunEvent.Share("w1", 2, 4))));
            events.write(new RunEvent.CheckpointWritten(313, "step-000000313.safetensors", 1234));
            events.write(new RunEvent.CheckpointFailed(626, "no\nspace"));
            events.write(
                    new RunEvent.Health(
                            626,
                            WarningKind.SATURATED_UNITS,
                            List.of(new RunEvent.LayerHealth(1, 128, 0.25))));
            events.write(
                    new RunEvent.Warning(
                            640, WarningKind.DEAD_UNITS, "layer 1: 62 % of its units are dead"));
            events.write(new RunEvent.Failed("w1", 700, "exited with 137"));
            events.write(new RunEvent.Left("w0", 700, "run is over"));
            events.write(new RunEvent.Finished(RunStatus.FAILED, 700, "worker w1 was lost"));
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        TIME
                                + "\"started\",\"run\":\"r\",\"step\":0,\"steps\":3130,\"workers\":2,\"seed\":1}",
                        TIME + "\"joined\",\"worker\":\"w0\",\"address\":\"127.0.0.1:4711\"}",
                        TIME
                                + "\"transport_chosen\",\"transport\":\"mixed\",\"memories\":"
                                + "[[\"coordinator\",\"w0\"],[\"w1\"]]}",
                        TIME
                                + "\"planned\",\"generation\":1,\"from_step\":0,\"shares\":["
                                + "{\"worker\":\"w0\",\"from_slice\":0,\"to_slice\":2},"
                                + "{\"worker\":\"w1\",\"from_slice\":2,\"to_slice\":4}]}",
                        TIME
                                + "\"checkpoint_written\",\"step\":313,\"file\":\"step-000000313.safetensors\",\"bytes\":1234}",
                        TIME + "\"checkpoint_failed\",\"step\":626,\"reason\":\"no\\nspace\"}",
                        TIME
                                + "\"health\",\"step\":626,\"kind\":\"saturated_units\","
                                + "\"layers\":[{\"layer\":1,\"units\":128,\"share\":0.25}]}",
                        TIME
                                + "\"warning\",\"step\":640,\"kind\":\"dead_units\","
                                + "\"words\":\"layer 1: 62 % of its units are dead\"}",
                        TIME
                                + "\"failed\",\"worker\":\"w1\",\"step\":700,\"reason\":\"exited with 137\"}",
                        TIME
                                + "\"left\",\"worker\":\"w0\",\"step\":700,\"reason\":\"run is over\"}",
                        TIME
                                + "\"finished\",\"status\":\"failed\",\"step\":700,\"message\":\"worker w1 was lost\"}");
    }

    @Test
    void shouldGoOnBehindTheLastWholeLine() throws IOException {
        Path file = directory.resolve("events.jsonl");
        Files.writeString(
                file, "{\"event\":\"joined\"}\n{\"event\":\"jo", StandardOpenOption.CREATE);

        try (EventsWriter events = EventsWriter.open(file, NOON)) {
            events.write(new RunEvent.Joined("w0", "here"));
        }

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"event\":\"joined\"}",
                        TIME + "\"joined\",\"worker\":\"w0\",\"address\":\"here\"}");
    }
}

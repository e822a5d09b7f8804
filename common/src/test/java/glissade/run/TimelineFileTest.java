package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glissade.timeline.ClockAlignment;
import glissade.timeline.Moment;
import glissade.timeline.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineFileTest {

    @TempDir Path directory;

    private static TimelineTrack worker(ClockAlignment clock, long lost, Moment... moments) {
        return new TimelineTrack(2, "worker w0", 0, "training", clock, lost, List.of(moments));
    }

    private JsonNode written(List<TimelineTrack> tracks) throws IOException {
        Path file = directory.resolve("trace.json");
        TimelineFile.write(file, "first", tracks);
        return new ObjectMapper().readTree(file.toFile());
    }

    private static List<String> spans(JsonNode json) {
        List<String> spans = new ArrayList<>();
        for (JsonNode event : json.get("traceEvents")) {
            if (event.get("ph").asText().equals("X")) {
                spans.add(
                        event.get("pid")
                                + "/"
                                + event.get("tid")
                                + " "
                                + event.get("name").asText()
                                + " ("
                                + event.get("cat").asText()
                                + ") "
                                + event.get("ts")
                                + " + "
                                + event.get("dur")
                                + " "
                                + event.get("args"));
            }
        }
        return spans;
    }

    @Test
    void shouldWriteASpanForEveryPhaseButIdleness() throws IOException {
        JsonNode json =
                written(
                        List.of(
                                worker(
                                        new ClockAlignment(),
                                        0,
                                        new Moment(5_000_000_123L, Phase.FORWARD, 0, 6),
                                        new Moment(5_000_001_624L, Phase.LOSS, -1, 6),
                                        new Moment(5_000_002_000L, Phase.IDLE, -1, 6),
                                        new Moment(5_000_003_000L, Phase.WAIT, -1, 7),
                                        new Moment(5_000_003_001L, Phase.IDLE, -1, 7))));

        assertThat(spans(json))
                .containsExactly(
                        "2/0 forward 0 (compute) 0.0 + 1.501 {\"step\":7,\"layer\":0}",
                        "2/0 loss (compute) 1.501 + 0.376 {\"step\":7}",
                        "2/0 wait (wait) 2.877 + 0.001 {\"step\":8}");
        assertThat(json.at("/traceEvents/0/args/name").asText()).isEqualTo("worker w0");
        assertThat(json.at("/traceEvents/1/args/name").asText()).isEqualTo("training");
        assertThat(json.at("/otherData/run").asText()).isEqualTo("first");
        assertThat(json.at("/otherData/threads/0/clock").asText())
                .isEqualTo("shared with the coordinator");
    }

    @Test
    void shouldPutThreadsOfAnotherClockWhereTheyBelong() throws IOException {
        ClockAlignment ahead = new ClockAlignment();
        ahead.trip(0, 1_000_050, 100);
        TimelineTrack averager =
                new TimelineTrack(
                        1,
                        "coordinator",
                        0,
                        "averager",
                        new ClockAlignment(),
                        0,
                        List.of(
                                new Moment(2_000, Phase.REDUCE, -1, 0),
                                new Moment(4_000, Phase.IDLE, -1, 0)));

        JsonNode json =
                written(
                        List.of(
                                averager,
                                worker(
                                        ahead,
                                        0,
                                        new Moment(1_001_000, Phase.PUBLISH, -1, 0),
                                        new Moment(1_003_000, Phase.IDLE, -1, 0))));

        assertThat(spans(json))
                .containsExactly(
                        "1/0 reduce (communicate) 1.0 + 2.0 {\"step\":1}",
                        "2/0 publish (communicate) 0.0 + 2.0 {\"step\":1}");
        JsonNode thread = json.at("/otherData/threads/1");
        assertThat(thread.get("clock").asText())
                .isEqualTo("aligned by 1 round trips to the coordinator");
        assertThat(thread.get("clock_ahead_us").asDouble()).isEqualTo(1_000);
        assertThat(thread.get("clock_uncertainty_us").asDouble()).isEqualTo(0.05);
    }

    @Test
    void shouldSayWhatWasOverwritten() throws IOException {
        JsonNode json =
                written(
                        List.of(
                                worker(
                                        new ClockAlignment(),
                                        70_000,
                                        new Moment(1, Phase.UPDATE, -1, 9),
                                        new Moment(2, Phase.IDLE, -1, 9))));

        assertThat(json.at("/otherData/threads/0/older_moments_overwritten").asLong())
                .isEqualTo(70_000);
        assertThat(json.get("traceEvents").findValuesAsText("name"))
                .contains("70000 older moments were overwritten");
    }

    @Test
    void shouldWriteAFileThatSaysSoWhenThereIsNothingToShow() throws IOException {
        assertThat(written(List.of()).get("traceEvents")).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatCannotBeWrittenAndLeaveNothingBehind() throws IOException {
        Path missing = directory.resolve("none/trace.json");
        Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> TimelineFile.requireWritable(missing))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--timeline %s: cannot be written: no such file or directory; name a file"
                                + " in a directory that can be written to",
                        missing);
        assertThatThrownBy(() -> TimelineFile.requireWritable(directory))
                .hasMessageContaining(": cannot be written: not a regular file; ");
        assertThatThrownBy(() -> TimelineFile.requireWritable(directory.resolve("file/trace")))
                .hasMessageContaining(": cannot be written: Not a directory; ");
        TimelineFile.requireWritable(directory.resolve("file"));
        TimelineFile.requireWritable(directory.resolve("new"));
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("file"));
        }
    }
}

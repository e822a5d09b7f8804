package glissade.run;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import glissade.timeline.Moment;
import glissade.timeline.Phase;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --timeline}: what threads did when, as a trace in the JSON format that
 * Perfetto and {@code chrome://tracing} read. Times are microseconds from the first moment, with
 * three decimals.
 *
 * @see <a href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">
 *     Trace Event Format</a>
 */
public final class TimelineFile {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int NANO_DECIMALS = 3;

    private final JsonGenerator json;
    private final long beginNanos;

    private TimelineFile(JsonGenerator json, long beginNanos) {
        this.json = json;
        this.beginNanos = beginNanos;
    }

    /**
     * Checks, by trying, that a timeline can be written there.
     *
     * @throws ConfigurationException if it cannot; the message says why
     */
    public static void requireWritable(Path file) {
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
                throw refusal(file, "not a regular file", null);
            }
            Path beside = file.toAbsolutePath().getParent();
            if (beside == null) {
                throw refusal(file, "not a file", null);
            }
            Files.delete(Files.createTempFile(beside, ".timeline", ".tmp"));
        } catch (IOException e) {
            throw refusal(file, FileErrors.words(e), e);
        }
    }

    private static ConfigurationException refusal(
            Path file, String why, @Nullable IOException cause) {
        return new ConfigurationException(
                RunOptions.TIMELINE.cite(file.toString())
                        + ": cannot be written: "
                        + why
                        + "; name a file in a directory that can be written to",
                cause);
    }

    /**
     * Writes the timeline of a run in place of what is there, atomically.
     *
     * @param run name of the run
     * @throws IOException if it cannot be written; the message names the file
     */
    public static void write(Path file, String run, List<TimelineTrack> tracks) throws IOException {
        try {
            AtomicFile.write(
                    file,
                    channel ->
                            write(
                                    new BufferedOutputStream(Channels.newOutputStream(channel)),
                                    run,
                                    tracks));
        } catch (IOException e) {
            throw new IOException(file + ": the timeline is missing: " + FileErrors.words(e), e);
        }
    }

    private static void write(OutputStream out, String run, List<TimelineTrack> tracks)
            throws IOException {
        JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
        new TimelineFile(json, begin(tracks)).write(run, tracks);
        json.close();
        out.flush();
    }

    private static long begin(List<TimelineTrack> tracks) {
        long begin = Long.MAX_VALUE;
        for (TimelineTrack track : tracks) {
            if (!track.moments().isEmpty()) {
                long first = track.clock().toReference(track.moments().getFirst().nanos());
                begin = Math.min(begin, first);
            }
        }
        return begin;
    }

    private void write(String run, List<TimelineTrack> tracks) throws IOException {
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ns");
        json.writeObjectFieldStart("otherData");
        json.writeStringField("run", run);
        json.writeArrayFieldStart("threads");
        for (TimelineTrack track : tracks) {
            describe(track);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("traceEvents");
        for (TimelineTrack track : tracks) {
            json.writeRaw('\n');
            write(track);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** What a reader must know of a thread to trust its part of the file. */
    private void describe(TimelineTrack track) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("process", track.processName());
        json.writeStringField("thread", track.threadName());
        json.writeNumberField("moments", track.moments().size());
        json.writeNumberField("older_moments_overwritten", track.lost());
        json.writeStringField("clock", clockOf(track));
        if (!track.moments().isEmpty()) {
            long last = track.moments().getLast().nanos();
            json.writeFieldName("clock_ahead_us");
            json.writeNumber(micros(track.clock().ahead(last)));
        }
        json.writeFieldName("clock_uncertainty_us");
        json.writeNumber(micros(track.clock().uncertaintyNanos()));
        json.writeEndObject();
    }

    private static String clockOf(TimelineTrack track) {
        if (track.clock().isShared()) {
            return "shared with the coordinator";
        }
        return "aligned by " + track.clock().trips() + " round trips to the coordinator";
    }

    private void write(TimelineTrack track) throws IOException {
        name("process_name", track, track.processName());
        name("thread_name", track, track.threadName());
        List<Moment> moments = track.moments();
        if (track.lost() > 0) {
            tellLost(track, moments.getFirst());
        }
        for (int i = 0; i + 1 < moments.size(); i++) {
            Moment moment = moments.get(i);
            if (moment.phase() != Phase.IDLE) {
                span(track, moment, moments.get(i + 1).nanos());
            }
        }
    }

    private void begin(TimelineTrack track, String name, String kind) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("ph", kind);
        json.writeNumberField("pid", track.process());
        json.writeNumberField("tid", track.thread());
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void name(String what, TimelineTrack track, String name) throws IOException {
        begin(track, what, "M");
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        end();
    }

    /** A mark at the first moment that is left. */
    private void tellLost(TimelineTrack track, Moment first) throws IOException {
        begin(track, track.lost() + " older moments were overwritten", "i");
        json.writeStringField("s", "t");
        json.writeFieldName("ts");
        json.writeNumber(time(track, first.nanos()));
        end();
    }

    private void span(TimelineTrack track, Moment moment, long endNanos) throws IOException {
        Phase phase = moment.phase();
        int layer = moment.layer();
        begin(track, layer >= 0 ? phase.label() + " " + layer : phase.label(), "X");
        json.writeStringField("cat", phase.share().label());
        json.writeFieldName("ts");
        json.writeNumber(time(track, moment.nanos()));
        json.writeFieldName("dur");
        json.writeNumber(micros(endNanos - moment.nanos()));
        json.writeObjectFieldStart("args");
        json.writeNumberField("step", moment.step() + 1);
        if (layer >= 0) {
            json.writeNumberField("layer", layer);
        }
        json.writeEndObject();
        end();
    }

    private BigDecimal time(TimelineTrack track, long nanos) {
        return micros(track.clock().toReference(nanos) - beginNanos);
    }

    private static BigDecimal micros(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DECIMALS);
    }
}

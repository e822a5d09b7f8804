package glissade.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a run ended. */
public enum RunStatus {
    /** Every step that was asked for is committed. */
    DONE,
    /** Ended by an error; the message of the run says which. */
    FAILED,
    /** Stopped on request after a checkpoint; {@code resume} goes on from there. */
    INTERRUPTED;

    /** The spelling in {@code summary.json} and {@code events.jsonl}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunStatus of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}

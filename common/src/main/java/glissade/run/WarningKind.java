package glissade.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can look wrong in a run that goes on. */
public enum WarningKind {
    /** Many ReLU units of a layer are 0 for every sample: nothing reaches them any more. */
    DEAD_UNITS,
    /** Many sigmoid or tanh activations of a layer lie where the slope is almost 0. */
    SATURATED_UNITS,
    /** The loss grows. */
    DIVERGENCE,
    /** The loss no longer falls. */
    STAGNATION;

    /** The spelling in {@code events.jsonl}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

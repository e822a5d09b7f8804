package glissade.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can look wrong in a run that goes on. */
public enum WarningKind {
    /** Many ReLU units of a layer are 0 for every sample: nothing reaches them any more. */
    DEAD_UNITS,
    /** Many sigmoid or tanh activations of a layer lie where the slope is almost 0. */
    SATURATED_UNITS,
    /** The loss grows: the learning rate is too large. */
    DIVERGENCE,
    /** The loss jumps, or the steps overshoot: the learning rate is too large. */
    OSCILLATION,
    /** The loss no longer falls and its gradient is small: a plain or a minimum. */
    STAGNATION,
    /** The loss hardly falls though its gradient is not small: the learning rate is too small. */
    SLOW_DESCENT;

    /** The spelling in {@code events.jsonl}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

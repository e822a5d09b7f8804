package glissade.run;

import java.util.Locale;

/** How the learning rate changes from step to step. */
public enum LearningRateSchedule {
    /** It does not. */
    CONSTANT;

    /** The spelling on the command line and in configuration files. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

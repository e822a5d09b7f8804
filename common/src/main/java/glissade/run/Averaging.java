package glissade.run;

import java.util.Locale;

/** Where gradients are averaged. */
public enum Averaging {
    /** The program chooses. */
    AUTO,
    /** One averager, in the coordinator. */
    STAR,
    /** One averager in every worker, each for its range of the parameters. */
    SHARDED;

    /** The spelling on the command line and in configuration files. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package glissade.run;

import java.util.Locale;

/** How gradients and parameters travel. */
public enum Transport {
    /** {@link #IPC} where coordinator and all workers share memory, {@link #UDP} elsewhere. */
    AUTO,
    /** Shared memory of one host. */
    IPC,
    /** Datagrams. */
    UDP;

    /** The spelling on the command line and in configuration files. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

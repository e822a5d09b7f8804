package glissade.run;

import java.util.Locale;

/** How gradients and parameters travel. */
public enum Transport {
    /** {@link #IPC} between any two processes that share memory, {@link #UDP} between others. */
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

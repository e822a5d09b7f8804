package glissade.plane;

/** How frames travel between the coordinator and its workers. */
public enum Transport {
    /** Through shared memory: all ends use the coordinator's media driver. */
    IPC("ipc"),
    /** Through UDP sockets: every process has a media driver of its own. */
    UDP("udp");

    private final String optionName;

    Transport(String optionName) {
        this.optionName = optionName;
    }

    /** The name in options and messages. */
    public String optionName() {
        return optionName;
    }

    /**
     * The transport of this name.
     *
     * @throws IllegalArgumentException if there is none; the message names those that exist
     */
    public static Transport of(String optionName) {
        for (Transport transport : values()) {
            if (transport.optionName.equals(optionName)) {
                return transport;
            }
        }
        throw new IllegalArgumentException(
                "unknown transport: transport=" + optionName + ", expected ipc or udp");
    }
}

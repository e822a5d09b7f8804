package glissade.plane;

/** How frames travel between two processes. */
public enum Transport {
    /** Through shared memory: both ends use the media driver of one. */
    IPC("ipc"),
    /** Through UDP sockets: both processes have media drivers of their own. */
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

package glissade.timeline;

/** What a phase counts as in the account of a thread's time. */
public enum Share {
    /** Work on numbers: gradients, updates, evaluations. */
    COMPUTE("compute"),

    /** Handing numbers over, taking others' in, and adding these up. */
    COMMUNICATE("communicate"),

    /** Nothing could be done: what is next had not arrived, or there was no room to send. */
    WAIT("wait");

    private final String label;

    Share(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}

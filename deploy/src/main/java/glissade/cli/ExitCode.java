package glissade.cli;

/** What the exit codes of {@code glissade} mean. */
final class ExitCode {

    static final int DONE = 0;

    /** The run failed. */
    static final int RUN_FAILED = 1;

    /** Usage, configuration or data error, found before training. */
    static final int BAD_INPUT = 2;

    static final int MACHINE_LACKS_SOMETHING = 3;

    /** Ended by Ctrl-C or SIGTERM, in good order. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}

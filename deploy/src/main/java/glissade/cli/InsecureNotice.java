package glissade.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says, at once and again and again for as long as it is open, that what travels is not protected.
 * It goes to stderr, so that {@code --quiet} does not hide it.
 */
final class InsecureNotice implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("insecure-notice").unstarted(task));

    private InsecureNotice() {}

    /** Begins where others than this machine can reach the host; else says nothing, ever. */
    static InsecureNotice of(Terminal terminal, HostPort address) {
        return of(terminal, address, PERIOD);
    }

    static InsecureNotice of(Terminal terminal, HostPort address, Duration period) {
        InsecureNotice notice = new InsecureNotice();
        if (!address.onLoopback()) {
            String words =
                    "warning: with --insecure nothing is encrypted or authenticated: whoever reaches "
                            + address.host()
                            + " can read the data and change the model";
            terminal.note(words);
            var _ =
                    notice.clock.scheduleAtFixedRate(
                            () -> terminal.note(words),
                            period.toNanos(),
                            period.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
        return notice;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

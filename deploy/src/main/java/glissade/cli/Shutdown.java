package glissade.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens when the JVM is told to end by Ctrl-C or SIGTERM: a command that asked for it is
 * stopped in good order and finishes what it prints; a second Ctrl-C does not wait for that. The
 * exit code is {@link ExitCode#INTERRUPTED} either way.
 */
final class Shutdown {

    private static final long MOST_SECONDS = 30;
    private static final long POLL_MILLIS = 50;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Runnable lastWord;
    private volatile @Nullable Runnable stop;

    /**
     * @param lastWord run when the JVM ends because it was told to
     */
    private Shutdown(Runnable lastWord) {
        this.lastWord = lastWord;
    }

    /** Watches for the JVM being told to end. Once in a process. */
    static Shutdown watch(Runnable lastWord) {
        Shutdown shutdown = new Shutdown(lastWord);
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
        return shutdown;
    }

    /**
     * Has {@code stopAction} called when the JVM is told to end; the process then lives on until
     * {@link #finished}.
     *
     * @param stopAction makes the command come to its end; called on a thread of the JVM
     */
    void onRequest(Runnable stopAction) {
        stop = stopAction;
    }

    /** The command has come to its end and printed what it had to say. */
    void finished() {
        finished.countDown();
    }

    private void run() {
        if (finished.getCount() == 0) {
            return;
        }
        Runnable action = stop;
        if (action != null) {
            action.run();
            awaitFinish();
        }
        lastWord.run();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    private void awaitFinish() {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        try {
            while (System.nanoTime() < deadlineNs && signalsWaiting() < 2) {
                if (finished.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Hurried by whoever may: as after a second Ctrl-C.
        }
    }

    /**
     * Signals to end that the JVM has not finished with. Each has a thread called "SIGINT handler"
     * or "SIGTERM handler": the first carries out the shutdown, further ones wait for it.
     */
    private static long signalsWaiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("SIG[A-Z]+ handler"))
                .count();
    }
}

package glissade.local;

import java.io.IOException;
import java.io.InputStream;

/**
 * A worker's side of its launcher's lifeline: the standard input, on which nothing is ever written.
 * Its end means that the launcher let go or is dead, even by {@code kill -9}.
 */
public final class LauncherLifeline {

    private LauncherLifeline() {}

    /**
     * Watches the lifeline on a thread of its own.
     *
     * @param onEnd called once, on that thread
     */
    public static void watch(InputStream lifeline, Runnable onEnd) {
        Thread.ofPlatform()
                .daemon()
                .name("launcher-lifeline")
                .start(() -> {
                    awaitEnd(lifeline);
                    onEnd.run();
                });
    }

    private static void awaitEnd(InputStream lifeline) {
        try {
            while (lifeline.read() >= 0) {
                // Only the end counts.
            }
        } catch (IOException e) {
            // An error says the same as the end.
        }
    }
}

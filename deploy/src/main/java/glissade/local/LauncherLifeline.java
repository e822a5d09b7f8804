package glissade.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * A worker's side of its launcher's lifeline: the standard input, on which one line is written, the
 * coordinator's address, since workers are started before there is one. Its end means that the
 * launcher let go or is dead, even by {@code kill -9}.
 */
public final class LauncherLifeline {

    private LauncherLifeline() {}

    /**
     * Watches the lifeline on a thread of its own.
     *
     * @param onAddress called at most once, on that thread
     * @param onEnd called once, on that thread
     */
    public static void watch(InputStream lifeline, Consumer<String> onAddress, Runnable onEnd) {
        Thread.ofPlatform()
                .daemon()
                .name("launcher-lifeline")
                .start(() -> {
                    awaitEnd(lifeline, onAddress);
                    onEnd.run();
                });
    }

    private static void awaitEnd(InputStream lifeline, Consumer<String> onAddress) {
        StringBuilder address = new StringBuilder();
        boolean told = false;
        try {
            for (int read = lifeline.read(); read >= 0; read = lifeline.read()) {
                if (!told && read == '\n') {
                    told = true;
                    onAddress.accept(address.toString());
                } else if (!told) {
                    address.append((char) read);
                }
            }
        } catch (IOException e) {
            // An error says the same as the end.
        }
    }
}

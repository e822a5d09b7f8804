package glissade.api;

import glissade.local.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a training leaves nothing behind: stops it when the JVM is told to end, and
 * removes its temporary files in the end. Thread-safe.
 */
final class Ending implements AutoCloseable {

    private static final long MOST_SECONDS = 30;

    private final CompletableFuture<Runnable> stop = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "glissade-ending");
    private final Path temporary;
    private @Nullable Path keptData;
    private boolean keepData;

    /** For one training, until {@link #close}. */
    Ending() throws IOException {
        Runtime.getRuntime().addShutdownHook(hook);
        temporary = Files.createTempDirectory("glissade-training");
    }

    /** A directory that is gone in the end. */
    Path temporary() {
        return temporary;
    }

    /** Where samples from arrays go: beside the runs, if those are kept. */
    synchronized Path dataDirectory(Path runs) throws IOException {
        if (runs.equals(temporary)) {
            return temporary;
        }
        Files.createDirectories(runs);
        keptData = Files.createTempDirectory(runs, "data-");
        return keptData;
    }

    /** The run has a directory, which names the samples: they stay with it. */
    synchronized void keepData() {
        keepData = true;
    }

    /** The training has begun, and can be stopped. */
    void begun(Runnable stopsIt) {
        stop.complete(stopsIt);
    }

    /** Stops the training as soon as it has begun. */
    void stop() {
        var _ = stop.thenAccept(Runnable::run);
    }

    private void stopAndWait() {
        stop();
        try {
            var _ = over.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        TemporaryDirectory.delete(temporary);
        if (keptData != null && !keepData) {
            TemporaryDirectory.delete(keptData);
        }
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook is at work, and no longer has to wait.
        }
    }
}

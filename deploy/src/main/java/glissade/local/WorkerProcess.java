package glissade.local;

import glissade.plane.PlaneDirectory;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A worker JVM that this process started. Its standard input is its lifeline: it reads there what
 * it is told, and ends when there is nobody left to write. Thread-safe.
 */
final class WorkerProcess {

    /** For a worker that has been told to end; it only has to close its ports. */
    private static final long GRACE_SECONDS = 5;

    /** For the operating system, to end a worker that is killed. */
    private static final long KILL_SECONDS = 2;

    private final int index;
    private final Process process;
    private final OutputTail tail;
    private final CompletableFuture<String> ended;

    private WorkerProcess(int index, Process process, OutputTail tail) {
        this.index = index;
        this.process = process;
        this.tail = tail;
        CompletableFuture<Void> read = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .name(id(index) + "-output")
                .start(() -> {
                    tail.readAll(process.inputReader(StandardCharsets.UTF_8));
                    read.complete(null);
                });
        // The last lines explain the exit value, so they are waited for; but not for ever, since a
        // process that the worker started might hold the pipe.
        ended =
                process.onExit()
                        .thenCombine(
                                read.completeOnTimeout(null, 2, TimeUnit.SECONDS),
                                (exited, nothing) -> {
                                    // What it had no time to delete, or was cut off from.
                                    PlaneDirectory.deleteAllOf(exited.pid());
                                    return describe();
                                });
    }

    static String id(int index) {
        return "w" + index;
    }

    /**
     * Starts a worker.
     *
     * @param mainClass what it runs
     * @throws IOException if the operating system refuses
     */
    static WorkerProcess start(
            int index, JvmFlags flags, String mainClass, List<String> arguments, OutputTail tail)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags.ofWorker(index));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
        // A dying JVM speaks on either of its streams.
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new WorkerProcess(index, process, tail);
    }

    /** Completed when the process is gone: how it ended, in words. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /**
     * Says something on the lifeline, to a worker that listens there.
     *
     * @throws IOException if it is gone
     */
    void tell(String line) throws IOException {
        Writer writer = process.outputWriter(StandardCharsets.UTF_8);
        writer.write(line + "\n");
        writer.flush();
    }

    /** Lets go of the lifeline. */
    void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // What was written was sent at once, so there is nothing to lose; the process is gone.
        }
    }

    /**
     * Waits for {@link #ended}.
     *
     * @return false if {@link System#nanoTime} has reached {@code deadlineNs} before
     */
    boolean awaitEnd(long deadlineNs) throws InterruptedException {
        try {
            ended.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Ends workers: asks all, waits a little, and kills who is still there. An interrupt has them
     * killed at once; none is left either way.
     */
    static void endAll(List<WorkerProcess> workers) {
        workers.forEach(WorkerProcess::release);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        boolean interrupted = false;
        for (WorkerProcess worker : workers) {
            try {
                if (!worker.awaitEnd(deadlineNs)) {
                    worker.kill();
                    worker.awaitEnd(System.nanoTime() + TimeUnit.SECONDS.toNanos(KILL_SECONDS));
                }
            } catch (InterruptedException e) {
                interrupted = true;
                deadlineNs = System.nanoTime();
                worker.kill();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        process.destroyForcibly();
    }

    private String describe() {
        return ExitWords.describe(index, process.exitValue(), tail.lines());
    }
}

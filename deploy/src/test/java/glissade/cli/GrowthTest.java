package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long run of a small network: what its processes hold does not grow with the steps. */
@Tag("slow")
@Timeout(400)
class GrowthTest {

    /** More than are waited for: the run is stopped when it has been looked at twice. */
    private static final long STEPS = 100_000_000;

    private static final long EARLY = 20_000;
    private static final long LATE = 100_000;
    private static final int STOPPED = 130;
    private static final long MOST_SECONDS = 300;
    private static final long POLL_NS = 50_000_000;

    /** Threads of the compilers and of Akka's pools come and go. */
    private static final int FEW_THREADS = 4;

    private static final int FEW_FILES = 4;

    /** Were it 30 bytes a step, 80,000 steps would add 2.4 MB. */
    private static final long LITTLE_HEAP = 2_000_000;

    /** Directories of the planes are sparse: pages of a log are there once they are written. */
    private static final long LITTLE_SHARED_MEMORY = 1 << 20;

    @TempDir Path directory;

    /** What one process holds. */
    private record Held(long pid, long heapBytes, int threads, int files) {

        static Held of(ProcessHandle process) throws IOException, InterruptedException {
            long heap = heapAfterCollection(process.pid());
            return new Held(
                    process.pid(),
                    heap,
                    entries(Path.of("/proc", String.valueOf(process.pid()), "task")),
                    entries(Path.of("/proc", String.valueOf(process.pid()), "fd")));
        }

        /** The histogram counts what a full collection has left. */
        private static long heapAfterCollection(long pid) throws IOException, InterruptedException {
            Process jcmd =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    String.valueOf(pid),
                                    "GC.class_histogram")
                            .redirectErrorStream(true)
                            .start();
            String total = "";
            for (String line : jcmd.inputReader(StandardCharsets.UTF_8).lines().toList()) {
                total = line.startsWith("Total") ? line : total;
            }
            assertThat(jcmd.waitFor()).isZero();
            return Long.parseLong(total.trim().split(" +", -1)[2]);
        }
    }

    private static int entries(Path of) throws IOException {
        try (Stream<Path> entries = Files.list(of)) {
            return (int) entries.count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldHoldNoMoreAfterManySteps(String averaging) throws Exception {
        Process run =
                new Cli(directory)
                        .start(
                                Map.of(),
                                directory.resolve("out"),
                                directory.resolve("err"),
                                ("train --data digits:1200 --model 784-16-16-10 --batch 24 --slice 4"
                                                + " --optimizer sgd --lr 0.001 --workers 3"
                                                + " --transport ipc --checkpoint-every 0"
                                                + " --log-every 500 --name long --averaging "
                                                + averaging
                                                + " --steps "
                                                + STEPS)
                                        .split(" ", -1));
        try {
            awaitStep(run, EARLY);
            List<ProcessHandle> processes = processes(run);
            assertThat(processes).hasSize(4);
            List<Held> early = held(processes);
            long sharedEarly = sharedMemory(processes);
            awaitStep(run, LATE);
            List<Held> late = held(processes);
            long sharedLate = sharedMemory(processes);

            for (int i = 0; i < early.size(); i++) {
                Held before = early.get(i);
                Held after = late.get(i);
                String of = averaging + ": " + before + ", then " + after;
                assertThat(after.heapBytes() - before.heapBytes()).as(of).isLessThan(LITTLE_HEAP);
                assertThat(after.threads() - before.threads()).as(of).isLessThan(FEW_THREADS);
                assertThat(after.files() - before.files()).as(of).isLessThan(FEW_FILES);
            }
            assertThat(sharedEarly).isPositive();
            assertThat(sharedLate - sharedEarly).isLessThan(LITTLE_SHARED_MEMORY);
            run.destroy();
            assertThat(run.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).as(err()).isEqualTo(STOPPED);
        } finally {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }

    private static List<ProcessHandle> processes(Process run) {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(run.toHandle());
        run.children().forEach(all::add);
        return all;
    }

    private static List<Held> held(List<ProcessHandle> processes) throws Exception {
        List<Held> held = new ArrayList<>();
        for (ProcessHandle process : processes) {
            held.add(Held.of(process));
        }
        return held;
    }

    /** Bytes in the planes' directories of these processes, as far as they are there. */
    private static long sharedMemory(List<ProcessHandle> processes)
            throws IOException, InterruptedException {
        long kibibytes = 0;
        for (Path directory : planes(processes)) {
            Process du = new ProcessBuilder("du", "-sk", directory.toString()).start();
            String line = Objects.requireNonNull(du.inputReader(StandardCharsets.UTF_8).readLine());
            assertThat(du.waitFor()).isZero();
            kibibytes += Long.parseLong(line.split("\t", -1)[0]);
        }
        return kibibytes * 1_024;
    }

    private static List<Path> planes(List<ProcessHandle> processes) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/dev/shm"))) {
            return entries.filter(path -> belongsTo(path.getFileName().toString(), processes))
                    .toList();
        }
    }

    private static boolean belongsTo(String name, List<ProcessHandle> processes) {
        return name.startsWith("glissade-")
                && processes.stream().anyMatch(process -> name.contains("-" + process.pid() + "-"));
    }

    private void awaitStep(Process run, long step) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (lastStep() < step) {
            assertThat(run.isAlive()).as(err()).isTrue();
            assertThat(System.nanoTime() - deadlineNs).as("waited too long").isNegative();
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private long lastStep() {
        Path metrics = directory.resolve("runs/long/metrics.csv");
        if (!Files.exists(metrics)) {
            return -1;
        }
        List<String> rows = read(metrics).lines().toList();
        // The last line may be half of one; the first names the columns.
        return rows.size() < 3 ? -1 : Long.parseLong(rows.get(rows.size() - 2).split(",", -1)[0]);
    }

    private String err() {
        return read(directory.resolve("err"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

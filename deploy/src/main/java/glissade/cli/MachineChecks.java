package glissade.cli;

import glissade.local.Machine;
import glissade.math.UnsupportedMachineException;
import glissade.plane.PlaneException;
import glissade.plane.PlaneRoom;
import glissade.plane.PlaneSettings;
import glissade.plane.Transport;
import glissade.run.ConfigurationException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Looks at everything on this machine that training depends on. */
final class MachineChecks {

    private static final int JAVA_FEATURE = 25;
    private static final long MIB = 1 << 20;
    private static final long LEAST_HEAP_MIB = 256;
    private static final int USUAL_WORKERS = 2;

    /** Slower than this, and reading the clock several times a step is felt. */
    private static final long SLOW_CLOCK_NS = 1_000;

    private static final int CLOCK_READINGS = 20_000;

    /** The date of this version: a clock before it is wrong. */
    private static final Instant RELEASED = Instant.parse("2026-11-01T00:00:00Z");

    List<Finding> all() {
        return List.of(
                jdk(),
                cores(),
                vectors(),
                memory(),
                sharedMemory(),
                buffers(),
                ports(),
                clock(),
                directory());
    }

    private static Finding jdk() {
        String found = Runtime.version() + ", " + System.getProperty("java.home");
        return Runtime.version().feature() == JAVA_FEATURE
                ? Finding.ok("JDK", found)
                : Finding.fail("JDK", found + ": needs a JDK " + JAVA_FEATURE);
    }

    private static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        String found = Figures.counted(cores, "core") + ", " + Machine.cpuModel();
        return cores > 1
                ? Finding.ok("cores", found)
                : Finding.warn(
                        "cores", found + ": workers will share it; --workers 1 is fastest here");
    }

    private static Finding vectors() {
        String what = "vectors";
        try {
            int bits = Machine.kernels().vectorBits();
            return bits > 32
                    ? Finding.ok(what, bits + " bits with fused multiply-add")
                    : Finding.warn(
                            what,
                            "scalar kernels, many times slower: take -Dglissade.vector=scalar out of"
                                    + " GLISSADE_JVM_OPTS if it is there");
        } catch (UnsupportedMachineException | ConfigurationException lacking) {
            return Finding.fail(what, String.valueOf(lacking.getMessage()));
        }
    }

    private static Finding memory() {
        long heapMib = Runtime.getRuntime().maxMemory() / MIB;
        String found = "up to " + Figures.count(heapMib) + " MiB of heap in each JVM";
        return heapMib >= LEAST_HEAP_MIB
                ? Finding.ok("memory", found)
                : Finding.warn("memory", found + ": raise it with GLISSADE_JVM_OPTS=-Xmx1g");
    }

    private static Finding sharedMemory() {
        String what = "shared memory";
        try {
            PlaneRoom room =
                    PlaneRoom.forShardedRuns(PlaneSettings.of(Transport.IPC), USUAL_WORKERS, 1);
            room.requireSufficient();
            return Finding.ok(
                    what,
                    String.format(
                            Locale.ROOT,
                            "%s has %,d MiB free, a run with %d workers needs %,d",
                            room.root(),
                            room.freeBytes() / MIB,
                            USUAL_WORKERS,
                            (room.neededBytes() + MIB - 1) / MIB));
        } catch (PlaneException lacking) {
            return Finding.fail(what, String.valueOf(lacking.getMessage()));
        }
    }

    private static Finding buffers() {
        String what = "socket buffers";
        int wanted = PlaneSettings.of(Transport.UDP).windowLength();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, wanted);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, wanted);
            int granted =
                    Math.min(
                            socket.getOption(StandardSocketOptions.SO_RCVBUF),
                            socket.getOption(StandardSocketOptions.SO_SNDBUF));
            String found = granted / 1_024 + " KiB of " + wanted / 1_024 + " KiB granted";
            return granted >= wanted
                    ? Finding.ok(what, found)
                    : Finding.warn(
                            what,
                            found
                                    + ": --transport udp will be slow; sysctl -w net.core.rmem_max="
                                    + wanted
                                    + " net.core.wmem_max="
                                    + wanted);
        } catch (IOException refused) {
            return Finding.warn(what, "cannot be asked: " + refused.getMessage());
        }
    }

    private static Finding ports() {
        String what = "loopback";
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket control = new ServerSocket(0, 1, loopback);
                DatagramSocket gradients = new DatagramSocket(0, loopback)) {
            return Finding.ok(
                    what,
                    "ports can be had on "
                            + loopback.getHostAddress()
                            + " (TCP "
                            + control.getLocalPort()
                            + ", UDP "
                            + gradients.getLocalPort()
                            + ")");
        } catch (IOException refused) {
            return Finding.fail(
                    what,
                    "no port can be had on "
                            + loopback.getHostAddress()
                            + ": "
                            + refused.getMessage()
                            + "; is the loopback interface up (ip link set lo up)?");
        }
    }

    private static Finding clock() {
        long startNs = System.nanoTime();
        long lastNs = startNs;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            lastNs = System.nanoTime();
        }
        long readingNs = (lastNs - startNs) / CLOCK_READINGS;
        if (Instant.now().isBefore(RELEASED)) {
            return Finding.warn(
                    "clock",
                    "it is " + Instant.now() + ", which cannot be: set the clock (timedatectl)");
        }
        String found = "read in " + readingNs + " ns";
        return readingNs <= SLOW_CLOCK_NS
                ? Finding.ok("clock", found)
                : Finding.warn(
                        "clock",
                        found
                                + ": slow; choose the clock source tsc"
                                + " (/sys/devices/system/clocksource/clocksource0)");
    }

    private static Finding directory() {
        Path here = Path.of("").toAbsolutePath();
        Path runs = here.resolve("runs");
        Path place = Files.isDirectory(runs) ? runs : here;
        return Files.isWritable(place)
                ? Finding.ok("run directory", runs + " can be written to")
                : Finding.warn(
                        "run directory",
                        place + " cannot be written to: choose a place with --out DIR");
    }
}

package glissade.plane;

import static glissade.plane.PlaneTestBed.BUCKETS;
import static glissade.plane.PlaneTestBed.GENERATION;
import static glissade.plane.PlaneTestBed.RUN_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coordinator here, worker in a child JVM, shared memory between them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ChildProcessTest {
    private static final int STEPS = 200;

    private final SessionIds sessions = new SessionIds();
    private final FrameHeader header = new FrameHeader();
    private final PlaneIdle idle = new PlaneIdle();
    private final float[] parameters = new float[BUCKETS.parameterCount()];
    private final float[] sums = new float[BUCKETS.parameterCount()];
    private int received;

    @Test
    void shouldExchangeEveryStepWhenTheWorkerIsAnotherProcess()
            throws IOException, InterruptedException {
        int parameterSession = sessions.next();
        int gradientSession = sessions.next();
        try (PlaneHost host = PlaneHost.start(PlaneSettings.of(Transport.IPC), 1)) {
            Broadcast broadcast = host.openBroadcast(parameterSession, RUN_ID, List.of());
            PlaneReceiver gradients = host.openGradients(gradientSession, PlaneTestBed.bounds(0));
            Process worker =
                    ChildJvm.start(
                            ChildJvm.command(
                                    EchoWorker.class,
                                    "ipc",
                                    host.directory(),
                                    "",
                                    Integer.toString(parameterSession),
                                    Integer.toString(gradientSession)));
            try {
                receive(host, worker, gradients, 1);
                for (int step = 0; step < STEPS; step++) {
                    exchange(host, worker, broadcast, gradients, step);
                }
                double[] memory = new double[FrameDescriptor.MEMORY_DOUBLES];
                assertThat(
                                broadcast.trySend(
                                        header.stateEnd(GENERATION, STEPS),
                                        memory,
                                        0,
                                        memory.length))
                        .isEqualTo(SendResult.SENT);
                while (worker.isAlive()) {
                    idle.idle(host.tick());
                }
                assertThat(ChildJvm.output(worker)).isEmpty();
                assertThat(worker.waitFor()).isZero();
                assertThat(gradients.faults().total()).isZero();
            } finally {
                worker.destroyForcibly();
            }
        }
    }

    private void exchange(
            PlaneHost host,
            Process worker,
            Broadcast broadcast,
            PlaneReceiver gradients,
            int step) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = step + i;
        }
        received = 0;
        for (int bucket = 0; bucket < BUCKETS.count(); bucket++) {
            int offset = BUCKETS.offset(bucket);
            header.parameters(GENERATION, step, bucket, offset);
            while (broadcast.trySend(header, parameters, offset, BUCKETS.length(bucket)) < 0) {
                host.tick();
            }
        }
        receive(host, worker, gradients, BUCKETS.count());
        for (int i = 0; i < parameters.length; i++) {
            assertThat(sums[i]).isEqualTo(2 * parameters[i]);
        }
    }

    private void receive(PlaneHost host, Process worker, PlaneReceiver gradients, int frames) {
        while (received < frames) {
            assertThat(worker.isAlive()).as("worker").isTrue();
            idle.idle(host.tick() + gradients.poll(this::onFrame, 10));
        }
    }

    private void onFrame(FrameFlyweight frame) {
        if (frame.type() == FrameType.PARTIAL_SUM) {
            frame.copyFloats(sums, (int) frame.offset());
        }
        received++;
    }
}

package glissade.plane;

import static glissade.plane.PlaneTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stranger with the right session, over real Aeron. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class BadFrameTest {
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[100_000]);
    private final FrameHeader header = new FrameHeader();

    @Test
    void shouldCountAndDropFramesWhenTheyAreBad() {
        try (PlaneTestBed bed = PlaneTestBed.open(Transport.IPC, 1)) {
            int session = bed.sessions.next();
            PlaneReceiver receiver = bed.host.openGradients(session, PlaneTestBed.bounds(0));
            try (Aeron stranger = stranger(bed);
                    ExclusivePublication publication = publication(bed, stranger, session)) {
                bed.await("the stranger", receiver::connected);
                int[] handled = new int[1];
                FrameHandler handler =
                        frame -> {
                            assertThat(frame.type()).isEqualTo(FrameType.HELLO);
                            handled[0]++;
                        };

                // Nothing at all, less than a header, a foreign run, a message of many fragments.
                offer(bed, publication, 0);
                offer(bed, publication, 63);
                header.hello(GENERATION).encode(message, 0, 0, PlaneTestBed.RUN_ID + 1, 0);
                offer(bed, publication, 64);
                header.hello(GENERATION).encode(message, 0, 0, PlaneTestBed.RUN_ID, 0);
                offer(bed, publication, 100_000);
                offer(bed, publication, 64);
                bed.await("the good one", () -> receiver.poll(handler, 1) < 0 || handled[0] == 1);

                FrameFaults faults = receiver.faults();
                assertThat(faults.count(FrameFault.RUN)).isEqualTo(1);
                assertThat(faults.count(FrameFault.SIZE)).isEqualTo(4);
                assertThat(faults.total()).isEqualTo(5);
                assertThat(faults).hasToString("SIZE=4, RUN=1");
            }
        }
    }

    @Test
    void shouldSurviveNoiseWhenItIsOnTheRightSession() {
        long seed = Long.getLong("tests.seed", 20_261_121L);
        SplittableRandom random = new SplittableRandom(seed);
        int messages = 20_000;
        try (PlaneTestBed bed = PlaneTestBed.open(Transport.IPC, 1)) {
            int session = bed.sessions.next();
            PlaneReceiver receiver = bed.host.openGradients(session, PlaneTestBed.bounds(0));
            try (Aeron stranger = stranger(bed);
                    ExclusivePublication publication = publication(bed, stranger, session)) {
                bed.await("the stranger", receiver::connected);
                FrameHandler handler = frame -> assertThat(frame.magic()).isZero();

                for (int i = 0; i < messages; i++) {
                    int length = random.nextInt(0, 300);
                    for (int b = 0; b < length; b++) {
                        message.putByte(b, (byte) random.nextInt());
                    }
                    bed.await(
                            "room",
                            () -> {
                                receiver.poll(handler, 10);
                                return publication.offer(message, 0, length) > 0;
                            });
                }
                bed.await("the rest", () -> receiver.poll(handler, 10) == 0);

                assertThat(receiver.faults().total()).as("tests.seed=%d", seed).isEqualTo(messages);
            }
        }
    }

    @Test
    void shouldNotHearStrangerWhenTheSessionIsAnother() {
        try (PlaneTestBed bed = PlaneTestBed.open(Transport.IPC, 1)) {
            try (Aeron stranger = stranger(bed);
                    ExclusivePublication publication =
                            publication(bed, stranger, bed.sessions.next())) {
                for (int i = 0; i < 1_000; i++) {
                    bed.host.tick();
                }

                assertThat(publication.isConnected()).isFalse();
            }
        }
    }

    private static Aeron stranger(PlaneTestBed bed) {
        Aeron.Context context =
                PlaneDriver.clientContext(
                        PlaneDirectory.at(bed.host.directory()), new PlaneErrors());
        return bed.whileTicking(() -> Aeron.connect(context));
    }

    private static ExclusivePublication publication(PlaneTestBed bed, Aeron aeron, int session) {
        String channel = new Channels(bed.settings).publication(session);
        return bed.whileTicking(
                () -> aeron.addExclusivePublication(channel, PlaneSettings.gradientStream(0)));
    }

    private void offer(PlaneTestBed bed, ExclusivePublication publication, int length) {
        bed.await("room", () -> publication.offer(message, 0, length) > 0);
    }
}

package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.EpochShape;
import glissade.run.EpochRow;
import glissade.run.Measured;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.StepRow;
import glissade.run.WarningKind;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000;

    /** Ten steps of 64 samples an epoch. */
    private static final EpochShape SHAPE = new EpochShape(640, 64, 16);

    private static final long STEPS = 30;

    private final AtomicLong clock = new AtomicLong();
    private final ProgressText text = new ProgressText(STEPS, SHAPE);
    private final Pace pace = new Pace(0, 0, STEPS, clock::get);

    @Test
    void shouldPrintALineForEachEpochWhenStdoutIsNoTerminal() {
        Screen screen = new Screen(0, true);
        RunListener progress = new PlainProgress(screen.terminal(), text, pace);

        for (int step = 1; step <= 10; step++) {
            clock.addAndGet(SECOND / 10);
            progress.onStep(step(step));
        }
        progress.onEpoch(
                new EpochRow(
                        10, 1, 640, 0.5, Measured.classes(0.4, 0.9), Measured.classes(0.3, 0.95)));

        assertThat(screen.out())
                .isEqualTo(
                        "epoch 1/3  loss 0.5000  validation 90.00 % (loss 0.4000)"
                                + "  test 95.00 % (loss 0.3000)  640 samples/s  0:01\n");
    }

    @Test
    void shouldTellWhoSharesMemory() {
        Screen screen = new Screen(0, true);
        RunListener progress = new PlainProgress(screen.terminal(), text, pace);

        progress.onEvent(
                new RunEvent.TransportChosen(
                        "mixed", List.of(List.of("coordinator", "w0"), List.of("w1", "w2"))));

        assertThat(screen.out()).isEqualTo("memory   coordinator and w0; w1 and w2: mixed\n");
    }

    @Test
    void shouldTellThatNobodySharesTheCoordinatorsMemoryWhereNothingElseWasAsked() {
        Screen screen = new Screen(0, true);
        RunListener progress = new PlainProgress(screen.terminal(), text, pace);

        progress.onEvent(new RunEvent.TransportChosen("udp", List.of(List.of("coordinator"))));

        assertThat(screen.out()).isEqualTo("memory   nobody shares the coordinator's: udp\n");
    }

    @Test
    void shouldPrintALineNowAndThenWhenAnEpochTakesLong() {
        Screen screen = new Screen(0, true);
        RunListener progress = new PlainProgress(screen.terminal(), text, pace);

        for (int step = 1; step <= 5; step++) {
            clock.addAndGet(4 * SECOND);
            progress.onStep(step(step));
        }

        assertThat(screen.out())
                .isEqualTo("epoch 1/3  step  3/30  loss 0.2500  16 samples/s  1:48 left\n");
    }

    @Test
    void shouldPrintAWarningAsALineOfItsOwn() {
        Screen plain = new Screen(0, true);
        Screen live = new Screen(100, true);
        RunEvent warning =
                new RunEvent.Warning(10, WarningKind.STAGNATION, "the loss no longer falls");

        new PlainProgress(plain.terminal(), text, pace).onEvent(warning);
        LiveProgress.start(live.terminal(), text, pace).onEvent(warning);

        assertThat(plain.out()).isEqualTo("warning  the loss no longer falls\n");
        assertThat(live.out()).endsWith("\u001b[Kwarning  the loss no longer falls\n");
    }

    @Test
    void shouldTakeTheStatusAwayBeforeAnErrorANoteOrALine() {
        Screen screen = new Screen(100, true);
        LiveProgress.start(screen.terminal(), text, pace);
        String waiting = "\rwaiting for the workers\u001b[K";
        String cleared = "\r\u001b[K";

        screen.terminal().error("no port can be had");

        assertThat(screen.out()).isEqualTo(waiting + cleared);
        assertThat(screen.err()).isEqualTo("glissade: no port can be had\n");
        LiveProgress.start(screen.terminal(), text, pace);
        screen.terminal().note("nothing is encrypted");
        screen.terminal().line("a line");
        assertThat(screen.out()).isEqualTo(waiting + cleared + waiting + cleared + "a line\n");
    }

    @Test
    void shouldRedrawAtMostTenTimesASecond() {
        Screen screen = new Screen(100, true);
        RunListener progress = LiveProgress.start(screen.terminal(), text, pace);

        for (int step = 1; step <= 30; step++) {
            clock.addAndGet(SECOND / 100);
            progress.onStep(step(step));
        }

        assertThat(screen.out().split("\r", -1)).hasSizeLessThanOrEqualTo(2 + 3 + 1);
    }

    @Test
    void shouldNeverDrawWiderThanTheTerminal() {
        Screen screen = new Screen(40, true);
        RunListener progress = LiveProgress.start(screen.terminal(), text, pace);

        clock.addAndGet(SECOND);
        progress.onStep(step(15));

        assertThat(screen.out().replace("\u001b[K", "").split("\r", -1))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(40));
    }

    @Test
    void shouldDrawInAsciiWhenTheTerminalKnowsNothingElse() {
        Screen screen = new Screen(120, false);
        RunListener progress = LiveProgress.start(screen.terminal(), text, pace);

        clock.addAndGet(SECOND);
        progress.onStep(step(15));

        assertThat(screen.out())
                .contains(
                        "epoch 2/3 ###############--------------- step 15/30  loss 0.2500"
                                + "  960 samples/s  0:01 left");
    }

    @Test
    void shouldCountFromTheCheckpointWhenARunGoesOn() {
        Pace resumed = new Pace(20, 1_280, STEPS, clock::get);

        clock.addAndGet(SECOND);
        resumed.advance(21, 1_344);

        assertThat(resumed.samplesPerSecond()).isEqualTo(64);
        assertThat(resumed.secondsLeft()).isEqualTo(9);
    }

    @Test
    void shouldKnowARunOfWhichNoStepIsLeft() {
        assertThat(new Pace(STEPS, 1_920, STEPS, clock::get).isAtTheEnd()).isTrue();
        assertThat(pace.isAtTheEnd()).isFalse();
    }

    private static StepRow step(long step) {
        return new StepRow(
                step, SHAPE.epoch(step - 1) + 1, step * 64, 0.25, 0.1, 1, 0, 2, 0, List.of());
    }
}

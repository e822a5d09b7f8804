package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.EarlyEnd;
import glissade.averaging.LossFigures;
import glissade.averaging.LossWarning;
import glissade.collective.EpochShape;
import glissade.math.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Requirement G3: what is wrong with a rate is said in words, with the step and what to try. */
class LossWordsTest {

    private static final Path MODEL = Path.of("runs/a/model.safetensors");
    private static final EpochShape SHAPE = new EpochShape(2_000, 100, 25);

    private static String words(LossWarning.Kind kind, double rate) {
        LossFigures figures = new LossFigures(40, 20, 4.8125, 2.25, 2.5, 0.003, 1.3, 7.5, 6);
        return new LossWords(SHAPE, rate, Precision.FP32).of(new LossWarning(kind, figures));
    }

    @Test
    void shouldSayWhatWhereAndWhatToTry() {
        assertThat(words(LossWarning.Kind.GROWS, 0.1))
                .isEqualTo(
                        "step 40 (epoch 2): the loss grows: 4.813 over the last 20 steps, 2.250 over"
                                + " those before; try a smaller --lr (it is 0.1) or --clip-norm 1");
        assertThat(words(LossWarning.Kind.ABOVE_START, 100))
                .isEqualTo(
                        "step 40 (epoch 2): the loss lies above where it began: 4.813 over the last"
                                + " 20 steps, 2.500 at first; try a smaller --lr (it is 100)");
        assertThat(words(LossWarning.Kind.JUMPS, 1))
                .isEqualTo(
                        "step 40 (epoch 2): the loss jumps up and down: up at 6 of the last 20 steps"
                                + " by more than mini-batches differ; try a smaller --lr (it is 1)");
        assertThat(words(LossWarning.Kind.OVERSHOOTS, 2))
                .isEqualTo(
                        "step 40 (epoch 2): the loss does not fall: 4.813 over the last 20 steps,"
                                + " 2.250 over those before, though the gradient promised a fall by"
                                + " 7.50: the steps overshoot, unless this is as low as it gets; try"
                                + " a smaller --lr (it is 2) or a --schedule that lowers it");
        assertThat(words(LossWarning.Kind.LIES_FLAT, 0.5))
                .isEqualTo(
                        "step 40 (epoch 2): the loss stagnates at 4.813: it lies on a plain or in a"
                                + " minimum, for its gradient is small (norm 0.00300, 1.30 at"
                                + " first); try another --init, --activation or --seed, or a smaller"
                                + " --lr (it is 0.5)");
        assertThat(words(LossWarning.Kind.HARDLY_FALLS, 1e-7))
                .isEqualTo(
                        "step 40 (epoch 2): the loss hardly falls: 4.813 over the last 20 steps,"
                                + " 2.250 over those before, though its gradient is not small (norm"
                                + " 0.00300, 1.30 at first): the learning rate looks too small; try"
                                + " a larger --lr (it is 1e-7), for example 0.000001");
    }

    @Test
    void shouldSayWhyTrainingHasEndedAndWhatIsKept() {
        LossWords words = new LossWords(SHAPE, 1e6, Precision.FP32);

        assertThat(
                        words.of(
                                new EarlyEnd(EarlyEnd.Reason.HOPELESS, 51, 3.25e6, 2.5),
                                LossWords.kept(0, MODEL)))
                .isEqualTo(
                        "the loss is 3.250e+06 at step 51 (epoch 3): it has been at least 1,000"
                                + " times the first (2.500) for 50 steps: training diverged; try a"
                                + " smaller --lr (it is 1000000); the initial parameters are kept in"
                                + " runs/a/model.safetensors");
        assertThat(LossWords.kept(20, MODEL))
                .isEqualTo(
                        "the parameters after step 20, from before that, are kept in"
                                + " runs/a/model.safetensors");
        assertThat(words.of(new EarlyEnd(EarlyEnd.Reason.FLAT, 40, 0.0125, 0.05), ""))
                .isEqualTo(
                        "the loss lies flat at step 40 (epoch 2): the norm of its gradient is 0.0125,"
                                + " at most the 0.05 of --until-gradient-norm");
        assertThat(words.notFinite(19, Double.NaN, MODEL))
                .isEqualTo(
                        "the loss became NaN at step 20 (epoch 1): training diverged; try a smaller"
                                + " --lr (it is 1000000), for example --lr 100000; the parameters of"
                                + " the last finite step are kept in runs/a/model.safetensors");
    }

    /** Of sums that overflow nothing else is left to see. */
    @Test
    void shouldNameThePrecisionWhereItMayBeToBlame() {
        assertThat(new LossWords(SHAPE, 0.1, Precision.FP16).notFinite(19, Double.NaN, MODEL))
                .contains(
                        "for example --lr 0.01, or --gradient-precision bf16 (in fp16, sums of"
                                + " gradients from 65,520 on are infinite); the parameters");
        assertThat(new LossWords(SHAPE, 0.1, Precision.BF16).notFinite(19, Double.NaN, MODEL))
                .doesNotContain("precision");
    }
}

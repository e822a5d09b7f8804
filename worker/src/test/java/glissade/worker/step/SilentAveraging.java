package glissade.worker.step;

import glissade.averaging.AveragingEvents;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.TrainingState;
import glissade.preprocess.Preprocessing;
import java.util.function.Consumer;

/**
 * The coordinator's ear for tests that look at the worker's side: passes on what was fitted, and
 * nothing else.
 */
final class SilentAveraging implements AveragingEvents {

    private final Consumer<Preprocessing> onFitted;

    SilentAveraging() {
        this(_ -> {});
    }

    SilentAveraging(Consumer<Preprocessing> onFitted) {
        this.onFitted = onFitted;
    }

    @Override
    public void committed(CommittedStep step) {}

    @Override
    public void stateTaken(TrainingState state) {}

    @Override
    public void warned(LossWarning warning) {}

    @Override
    public void endsEarly(EarlyEnd end) {}

    @Override
    public void ended(TrainingState state) {}

    @Override
    public void lossNotFinite(long step, double loss, TrainingState lastFinite) {}

    @Override
    public void fitted(Preprocessing preprocessing) {
        onFitted.accept(preprocessing);
    }

    @Override
    public void failed(String reason) {}
}

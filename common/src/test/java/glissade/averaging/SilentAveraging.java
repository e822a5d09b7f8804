package glissade.averaging;

import glissade.preprocess.Preprocessing;

/** The coordinator's ear for tests that look elsewhere, or at some of what it is told. */
public class SilentAveraging implements AveragingEvents {

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
    public void fitted(Preprocessing preprocessing) {}

    @Override
    public void failed(String reason) {}
}

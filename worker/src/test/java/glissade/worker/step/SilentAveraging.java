package glissade.worker.step;

import glissade.averaging.AveragingEvents;
import glissade.averaging.EarlyEnd;
import glissade.averaging.TrainingState;

/** The coordinator's ear for tests that look at the worker's side. */
final class SilentAveraging implements AveragingEvents {

    @Override
    public void committed(
            long step, double loss, double epochLoss, double rate, double norm, long nanos) {}

    @Override
    public void stateTaken(TrainingState state) {}

    @Override
    public void endsEarly(EarlyEnd end) {}

    @Override
    public void ended(TrainingState state) {}

    @Override
    public void lossNotFinite(long step, double loss, TrainingState lastFinite) {}

    @Override
    public void failed(String reason) {}
}

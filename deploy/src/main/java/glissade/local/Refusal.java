package glissade.local;

import glissade.coordinator.RunOutcome;
import glissade.data.DataException;
import glissade.math.UnsupportedMachineException;
import glissade.plane.PlaneException;
import glissade.run.ConfigurationException;
import glissade.run.RunStatus;
import java.util.function.Supplier;

/** A run that cannot begin, as a run that has failed: for those who have others beside it. */
public final class Refusal {

    private Refusal() {}

    /** How the run ended, or, where it cannot begin, that it failed and why. */
    public static RunOutcome orEnd(Supplier<RunOutcome> run) {
        try {
            return run.get();
        } catch (ConfigurationException | DataException refused) {
            return failed(refused, false);
        } catch (CannotStartException | UnsupportedMachineException | PlaneException lacking) {
            return failed(lacking, true);
        }
    }

    private static RunOutcome failed(RuntimeException why, boolean machineLacksSomething) {
        return new RunOutcome(
                RunStatus.FAILED, String.valueOf(why.getMessage()), machineLacksSomething, null);
    }
}

package glissade.worker.step;

import glissade.averaging.StepDeadline;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMesh;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.SendResult;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How a worker meets averager and other workers at the beginning of a generation. */
record Rendezvous(
        int rank, Endpoints endpoints, BooleanSupplier stopRequested, LongSupplier nanoClock) {

    /**
     * Says hello once this worker hears the averager and the averager can hear it; false when the
     * generation is to end first.
     */
    boolean greet(int generation, PlaneSender sender, PlaneReceiver receiver) {
        FrameHeader hello = new FrameHeader().hello(generation);
        return await(
                "the averager's stream of parameters",
                () -> receiver.connected() && sender.trySend(hello) == SendResult.SENT);
    }

    /** Meets the other workers; false when the generation is to end first. */
    boolean meet(PlaneMesh mesh) {
        return await(
                () -> "the greeting of worker rank " + mesh.missingRank(),
                () ->
                        Endpoints.questions(
                                "that worker", endpoints.byRank().get(mesh.missingRank())),
                () -> 0,
                mesh::ready);
    }

    /**
     * Waits for something from the coordinator; false when the generation is to end first.
     *
     * @throws StepException when it takes too long
     */
    boolean await(String what, BooleanSupplier condition) {
        return await(what, () -> 0, condition);
    }

    /**
     * Waits for something long from the coordinator: as long as parts of it arrive, the wait for
     * the next begins anew.
     *
     * @param takeIn takes in what has arrived; returns how many parts
     */
    boolean await(String what, IntSupplier takeIn, BooleanSupplier condition) {
        return await(
                () -> what,
                () -> Endpoints.questions("the coordinator", endpoints.coordinator()),
                takeIn,
                condition);
    }

    private boolean await(
            Supplier<String> what,
            Supplier<String> questions,
            IntSupplier takeIn,
            BooleanSupplier condition) {
        PlaneIdle idle = new PlaneIdle();
        StepDeadline deadline = new StepDeadline(0);
        deadline.beginWait(nanoClock.getAsLong());
        while (true) {
            int parts = takeIn.getAsInt();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (parts > 0) {
                deadline.beginWait(nanoClock.getAsLong());
            }
            if (stopRequested.getAsBoolean()) {
                return false;
            }
            if (deadline.expired(nanoClock.getAsLong())) {
                throw new StepException(
                        "worker rank "
                                + rank
                                + " has not heard "
                                + what.get()
                                + " for "
                                + deadline.words()
                                + ": "
                                + questions.get());
            }
            idle.idle(parts);
        }
    }
}

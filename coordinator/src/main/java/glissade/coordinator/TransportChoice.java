package glissade.coordinator;

import glissade.plane.SharedMemoryProof;
import glissade.plane.Transport;
import glissade.protocol.MemoryOffer;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * How gradients travel in a run: as the configuration says, else through shared memory if every
 * worker proves that it shares the coordinator's, and over UDP if one does not. The whole run uses
 * one transport. A coordinator on loopback takes all workers to be on its machine, so that nobody
 * has to wait for the last one. Confined to the coordinator's actor.
 */
final class TransportChoice {

    private TransportChoice() {}

    /** What is known before there are workers; null when it depends on them. */
    static @Nullable Transport beforehand(CoordinatorSettings settings)
            throws UnknownHostException {
        return switch (settings.configuration().cluster().transport()) {
            case IPC -> Transport.IPC;
            case UDP -> Transport.UDP;
            case AUTO -> settings.onLoopback() ? Transport.IPC : null;
        };
    }

    /** What follows from the workers that are here; null when the missing ones decide. */
    static @Nullable Transport among(Members members) {
        for (Member member : members.all()) {
            if (!member.sharesMemory) {
                return Transport.UDP;
            }
        }
        return members.complete() ? Transport.IPC : null;
    }

    /** Looks for what a worker says that it has written into shared memory. */
    static boolean sharesMemory(MemoryOffer offer) {
        return SharedMemoryProof.holds(offer.directory(), offer.nonce());
    }
}

package glissade.worker.step;

import glissade.plane.SharedMemories;
import glissade.plane.Transport;
import glissade.protocol.MeshEnd;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a worker sends to over UDP; empty texts for those whose memory it shares.
 *
 * @param coordinator {@code host:port}
 * @param byRank {@code host:port} of every other worker, where workers send to each other
 */
record Endpoints(String coordinator, List<String> byRank) {

    Endpoints {
        byRank = List.copyOf(byRank);
    }

    /**
     * Those of a generation.
     *
     * @param mesh how the workers reach each other, none where they do not
     */
    static Endpoints of(TrainingTask task, List<MeshEnd> mesh) {
        SharedMemories memories = task.memories();
        List<String> byRank = new ArrayList<>();
        for (int other = 0; other < mesh.size(); other++) {
            byRank.add(
                    over(
                            memories.between(task.rank(), other),
                            mesh.get(other).address().endpoint()));
        }
        return new Endpoints(
                over(memories.toCoordinator(task.rank()), task.gradientEndpoint()), byRank);
    }

    private static String over(Transport transport, String endpoint) {
        return switch (transport) {
            case IPC -> "";
            case UDP -> endpoint;
        };
    }

    /** What may keep frames from {@code whom}, though alive: questions to the user. */
    static String questions(String whom, String endpoint) {
        return "is "
                + whom
                + " alive, and does "
                + (endpoint.isEmpty()
                        ? "it share /dev/shm with this worker?"
                        : "UDP to " + endpoint + " pass?");
    }
}

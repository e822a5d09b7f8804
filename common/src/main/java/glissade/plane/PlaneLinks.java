package glissade.plane;

import java.util.ArrayList;
import java.util.List;

/**
 * How one process reaches each rank of its run. Immutable.
 *
 * @param own its rank, which is not among those reached; {@link FrameDescriptor#COORDINATOR_RANK}
 *     of the coordinator
 * @param byRank how frames travel to each rank and back
 */
record PlaneLinks(int own, List<Transport> byRank) {
    PlaneLinks {
        byRank = List.copyOf(byRank);
    }

    static PlaneLinks ofCoordinator(SharedMemories memories) {
        List<Transport> byRank = new ArrayList<>();
        for (int rank = 0; rank < memories.worldSize(); rank++) {
            byRank.add(memories.toCoordinator(rank));
        }
        return new PlaneLinks(FrameDescriptor.COORDINATOR_RANK, byRank);
    }

    static PlaneLinks ofRank(SharedMemories memories, int own) {
        List<Transport> byRank = new ArrayList<>();
        for (int rank = 0; rank < memories.worldSize(); rank++) {
            byRank.add(memories.between(own, rank));
        }
        return new PlaneLinks(own, byRank);
    }

    Transport to(int rank) {
        return byRank.get(rank);
    }

    /** How many ranks are reached over {@code transport}. */
    int count(Transport transport) {
        int count = 0;
        for (int rank = 0; rank < byRank.size(); rank++) {
            count += rank != own && byRank.get(rank) == transport ? 1 : 0;
        }
        return count;
    }

    boolean use(Transport transport) {
        return count(transport) > 0;
    }

    /** What a driver that serves these links is started with: streams name their own sizes. */
    PlaneSettings ofDriver(PlaneSettings settings) {
        return settings.over(use(Transport.UDP) ? Transport.UDP : Transport.IPC);
    }
}

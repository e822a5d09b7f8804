package glissade.plane;

import java.util.ArrayList;
import java.util.List;

/**
 * Which processes of a run share memory, as they have proved to each other. Two that do exchange
 * frames through it, any other two over UDP. Immutable.
 *
 * @param byRank number of the memory that the worker of each rank is in; those with the same number
 *     share one, {@link #COORDINATORS} is that of the coordinator
 */
public record SharedMemories(List<Integer> byRank) {
    /** Number of the memory that the coordinator is in. */
    public static final int COORDINATORS = 0;

    private static final String MIXED = "mixed";

    public SharedMemories {
        byRank = List.copyOf(byRank);
        for (int memory : byRank) {
            if (memory < COORDINATORS) {
                throw new IllegalArgumentException(
                        "memories are numbered from 0: memories=" + byRank);
            }
        }
    }

    /**
     * Those of a run where everything travels over one transport: all workers share the
     * coordinator's memory, or nobody makes use of any.
     */
    public static SharedMemories allOver(Transport transport, int worldSize) {
        List<Integer> byRank = new ArrayList<>();
        for (int rank = 0; rank < worldSize; rank++) {
            byRank.add(
                    switch (transport) {
                        case IPC -> COORDINATORS;
                        case UDP -> COORDINATORS + 1 + rank;
                    });
        }
        return new SharedMemories(byRank);
    }

    public int worldSize() {
        return byRank.size();
    }

    /** How frames travel between the coordinator and this rank. */
    public Transport toCoordinator(int rank) {
        return link(byRank.get(rank) == COORDINATORS);
    }

    /** How frames travel between two ranks. */
    public Transport between(int rank, int otherRank) {
        return link(byRank.get(rank).equals(byRank.get(otherRank)));
    }

    /**
     * How gradients travel, in a word: {@code ipc}, {@code udp}, or {@code mixed} where both occur.
     *
     * @param sharded whether they travel between any two workers; else between each of them and the
     *     coordinator
     */
    public String transport(boolean sharded) {
        boolean ipc = false;
        boolean udp = false;
        for (int rank = 0; rank < worldSize(); rank++) {
            for (int other = sharded ? rank + 1 : rank; other < worldSize(); other++) {
                Transport link = sharded ? between(rank, other) : toCoordinator(other);
                ipc |= link == Transport.IPC;
                udp |= link == Transport.UDP;
            }
        }
        return ipc && udp ? MIXED : link(!udp).optionName();
    }

    private static Transport link(boolean shared) {
        return shared ? Transport.IPC : Transport.UDP;
    }
}

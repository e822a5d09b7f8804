package glissade.coordinator;

import glissade.plane.SharedMemories;
import glissade.plane.SharedMemoryProof;
import glissade.plane.Transport;
import glissade.protocol.MemoryOffer;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How gradients travel in a run: as the configuration says, else through shared memory between any
 * two processes that have proved to share it, and over UDP between any other two. A coordinator on
 * loopback takes all workers to be on its machine, so that nobody has to wait for the last one.
 * Confined to the coordinator's actor.
 */
final class TransportChoice {

    private TransportChoice() {}

    /** What is known before there are workers; null when it depends on them. */
    static @Nullable SharedMemories beforehand(CoordinatorSettings settings)
            throws UnknownHostException {
        int workers = settings.configuration().cluster().workers();
        return switch (settings.configuration().cluster().transport()) {
            case IPC -> SharedMemories.allOver(Transport.IPC, workers);
            case UDP -> SharedMemories.allOver(Transport.UDP, workers);
            case AUTO ->
                    settings.onLoopback() ? SharedMemories.allOver(Transport.IPC, workers) : null;
        };
    }

    /**
     * What the workers have proved; null while one is missing, or its word.
     *
     * @param pairs whether workers send to each other
     */
    static @Nullable SharedMemories among(Members members, boolean pairs) {
        if (!members.complete()) {
            return null;
        }
        List<Integer> memories = new ArrayList<>();
        int last = SharedMemories.COORDINATORS;
        for (Member member : members.all()) {
            List<Member> strangers = strangersBefore(members, member);
            if (member.sharesMemory) {
                memories.add(SharedMemories.COORDINATORS);
            } else if (!pairs || strangers.isEmpty()) {
                memories.add(++last);
            } else if (member.found == null) {
                return null;
            } else {
                Member sharing = sharing(strangers, member.found);
                memories.add(sharing == null ? ++last : memories.get(sharing.rank));
            }
        }
        return new SharedMemories(memories);
    }

    /**
     * Where a worker has to look for what others have written; nothing while some are missing, when
     * it has answered, and for one that shares the coordinator's memory: then it shares that of
     * none which does not.
     */
    static List<String> unread(Members members, Member by) {
        List<String> directories = new ArrayList<>();
        if (members.complete() && !by.sharesMemory && by.found == null) {
            for (Member stranger : strangersBefore(members, by)) {
                directories.add(stranger.memory.directory());
            }
        }
        return directories;
    }

    /** Looks for what a worker says that it has written into shared memory. */
    static boolean sharesMemory(MemoryOffer offer) {
        return SharedMemoryProof.holds(offer.directory(), offer.nonce());
    }

    /**
     * Names of the processes in each memory, the coordinator's first.
     *
     * @param pairs whether workers send to each other; else it is not known which of those share
     *     memory that are not in the coordinator's, and they are left out
     */
    static List<List<String>> sharing(Members members, SharedMemories memories, boolean pairs) {
        List<List<String>> sharing = new ArrayList<>();
        sharing.add(new ArrayList<>(List.of("coordinator")));
        for (Member member : members.all()) {
            int memory = memories.byRank().get(member.rank);
            if (memory != SharedMemories.COORDINATORS && !pairs) {
                continue;
            }
            if (memory == sharing.size()) {
                sharing.add(new ArrayList<>());
            }
            sharing.get(memory).add(member.workerId);
        }
        return sharing;
    }

    /** Those of a lower rank that do not share the coordinator's memory: one of two has to look. */
    private static List<Member> strangersBefore(Members members, Member of) {
        List<Member> strangers = new ArrayList<>();
        for (Member member : members.all()) {
            if (member.rank < of.rank && !member.sharesMemory) {
                strangers.add(member);
            }
        }
        return strangers;
    }

    /** The first whose nonce was found where it has written it. */
    private static @Nullable Member sharing(List<Member> strangers, List<String> found) {
        for (int i = 0; i < Math.min(strangers.size(), found.size()); i++) {
            if (SharedMemoryProof.proves(found.get(i), strangers.get(i).memory.nonce())) {
                return strangers.get(i);
            }
        }
        return null;
    }
}

package glissade.coordinator;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import glissade.protocol.CoordinatorMessage.Join;
import glissade.protocol.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of the run by rank. Ranks change no bit of the result. Confined to the coordinator's
 * actor.
 */
final class Members {

    private final @Nullable Member[] byRank;

    Members(int worldSize) {
        byRank = new Member[worldSize];
    }

    int worldSize() {
        return byRank.length;
    }

    boolean complete() {
        return all().size() == byRank.length;
    }

    /**
     * Takes a worker in at the rank it prefers, or at the first free one; null when all places are
     * taken.
     */
    @Nullable Member admit(Join join) {
        int rank = join.preferredRank();
        if (rank < 0 || rank >= byRank.length || byRank[rank] != null) {
            rank = 0;
            while (rank < byRank.length && byRank[rank] != null) {
                rank++;
            }
        }
        if (rank == byRank.length) {
            return null;
        }
        Member member = new Member(rank, join, TransportChoice.sharesMemory(join.memory()));
        byRank[rank] = member;
        return member;
    }

    @Nullable Member byRank(int rank) {
        return rank < byRank.length ? byRank[rank] : null;
    }

    @Nullable Member byId(String workerId) {
        for (Member member : all()) {
            if (member.workerId.equals(workerId)) {
                return member;
            }
        }
        return null;
    }

    @Nullable Member byRef(ActorRef<WorkerMessage> worker) {
        for (Member member : all()) {
            if (member.worker.equals(worker)) {
                return member;
            }
        }
        return null;
    }

    @Nullable Member byAddress(Address address) {
        for (Member member : all()) {
            if (member.worker.path().address().equals(address)) {
                return member;
            }
        }
        return null;
    }

    /** Those that are here, by rank. */
    List<Member> all() {
        List<Member> present = new ArrayList<>();
        for (Member member : byRank) {
            if (member != null) {
                present.add(member);
            }
        }
        return present;
    }

    /** That there is no place for another, in words. */
    String full() {
        return "the run has all its " + worldSize() + " workers";
    }

    /** Tells a worker that asks to join, and is none of these, why it cannot. */
    void refuseStranger(Join join, String why) {
        if (byRef(join.worker()) == null) {
            join.worker().tell(new WorkerMessage.Refuse(why));
        }
    }

    void tellAll(WorkerMessage message) {
        for (Member member : all()) {
            member.worker.tell(message);
        }
    }
}

package glissade.coordinator;

import akka.actor.typed.ActorRef;
import glissade.plane.MeshAddress;
import glissade.protocol.CoordinatorMessage.Join;
import glissade.protocol.MemoryOffer;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import glissade.protocol.WorkerReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker of the run, as the coordinator knows it. Confined to the coordinator's actor. */
final class Member {

    final int rank;
    final String workerId;
    final WorkerFacts facts;
    final ActorRef<WorkerMessage> worker;

    /** Where it has written what proves that others share its memory. */
    final MemoryOffer memory;

    /** Whether what it has written into its shared memory is in the coordinator's. */
    final boolean sharesMemory;

    /** What it has found where others have written that do not share that memory either. */
    @Nullable List<String> found;

    @Nullable String parameterEndpoint;
    @Nullable MeshAddress meshAddress;

    /** Directories that it leaves behind when it is killed. */
    List<String> drivers = List.of();

    @Nullable String dataDigest;

    /** Of all generations that it has finished; null before the first. */
    @Nullable WorkerReport report;

    private int reportedGeneration;

    Member(int rank, Join join, boolean sharesMemory) {
        this.rank = rank;
        this.workerId = join.workerId();
        this.facts = join.facts();
        this.worker = join.worker();
        this.memory = join.memory();
        this.sharesMemory = sharesMemory;
    }

    /** Takes in what the worker did in a generation. */
    void finished(int generation, WorkerReport of) {
        reportedGeneration = generation;
        report = report == null ? of : report.plus(of);
    }

    /** Whether it has finished this generation. */
    boolean hasFinished(int generation) {
        return reportedGeneration == generation;
    }

    /** What workers of one machine have in common: its name and where they are reached. */
    String machine() {
        return facts.host() + " " + worker.path().address().getHost().orElse("");
    }

    /** How messages name it: {@code w1 (process 4711 on host)}. */
    String name() {
        return workerId + " (process " + facts.processId() + " on " + facts.host() + ")";
    }
}

package glissade.coordinator;

import glissade.collective.Assignment;
import glissade.collective.EpochShape;
import glissade.collective.Replication;
import glissade.collective.SliceShares;
import glissade.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slices of a full mini-batch that each worker computes, as the record of a run has them. */
final class PlannedShares {

    private PlannedShares() {}

    static List<RunEvent.Share> of(
            Members members, Assignment assignment, @Nullable Replication replication) {
        EpochShape shape = assignment.shape();
        int slices = shape.slices(shape.batchSize());
        SliceShares shares =
                replication == null
                        ? assignment.layout(0).shares()
                        : replication.holders(members.worldSize());
        List<RunEvent.Share> planned = new ArrayList<>();
        for (Member member : members.all()) {
            int from = shares.from(member.rank);
            int to = shares.to(member.rank);
            planned.add(
                    replication == null
                            ? new RunEvent.Share(member.workerId, from, to)
                            : new RunEvent.Share(
                                    member.workerId,
                                    replication.firstSlice(slices, from),
                                    replication.firstSlice(slices, to)));
        }
        return planned;
    }
}

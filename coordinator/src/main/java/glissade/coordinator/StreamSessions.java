package glissade.coordinator;

import glissade.averaging.AveragingHost;
import glissade.plane.SessionIds;
import glissade.protocol.MeshEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Hands out the sessions of each generation's streams, and says where the workers listen. Confined
 * to the coordinator's actor.
 */
final class StreamSessions {

    private final Members members;
    private final SessionIds ids = new SessionIds();

    StreamSessions(Members members) {
        this.members = members;
    }

    /** Of the streams between averager and workers. */
    AveragingHost.Streams ofStar() {
        List<String> endpoints = new ArrayList<>();
        List<Integer> gradientSessions = new ArrayList<>();
        for (Member member : members.all()) {
            endpoints.add(member.parameterEndpoint == null ? "" : member.parameterEndpoint);
            gradientSessions.add(ids.next());
        }
        return new AveragingHost.Streams(ids.next(), gradientSessions, endpoints);
    }

    /** Of the streams among the workers, by rank. */
    List<MeshEnd> ofMesh() {
        List<MeshEnd> ends = new ArrayList<>();
        for (Member member : members.all()) {
            ends.add(new MeshEnd(ids.next(), Objects.requireNonNull(member.meshAddress)));
        }
        return ends;
    }
}

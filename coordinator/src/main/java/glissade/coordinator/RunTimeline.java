package glissade.coordinator;

import glissade.protocol.CoordinatorMessage;
import glissade.protocol.CoordinatorMessage.ClockTold;
import glissade.protocol.CoordinatorMessage.MomentsRecorded;
import glissade.protocol.WorkerMessage;
import glissade.run.TimelineFile;
import glissade.run.TimelineTrack;
import glissade.timeline.ClockAlignment;
import glissade.timeline.Moment;
import glissade.timeline.MomentRing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the timeline of a run, where one is wanted: asks the workers for their clocks when they
 * begin and again when they end, takes their moments in, and writes the file. Of a worker that was
 * lost there is nothing to write. Thread-safe.
 */
final class RunTimeline {

    private static final int COORDINATOR = 1;

    private final CoordinatorSettings settings;
    private final @Nullable Path file;
    private final Map<Integer, Party> parties = new TreeMap<>();

    /** A worker, and what is known of its threads by lane. */
    private record Party(Member member, ClockAlignment clock, Map<Integer, Recorded> lanes) {}

    /** What has come of one thread. */
    private static final class Recorded {
        final List<Moment> moments = new ArrayList<>();
        long lost;
    }

    RunTimeline(CoordinatorSettings settings) {
        this.settings = settings;
        String wanted = settings.configuration().output().timeline();
        this.file = wanted == null ? null : Path.of(wanted);
    }

    boolean isWanted() {
        return file != null;
    }

    /** The workers begin: their clocks are compared first. */
    synchronized void begin(List<Member> members) {
        if (!isWanted()) {
            return;
        }
        for (Member member : members) {
            parties.put(member.rank, new Party(member, new ClockAlignment(), new TreeMap<>()));
            ask(member);
        }
    }

    private void ask(Member member) {
        member.worker.tell(new WorkerMessage.TellClock(settings.nanoClock().getAsLong()));
    }

    /** Takes in what a worker says. */
    synchronized void take(CoordinatorMessage.OfTimeline said) {
        switch (said) {
            case ClockTold(int rank, long asked, long nanos) -> {
                Party party = parties.get(rank);
                if (party != null) {
                    onClock(party, asked, nanos);
                }
            }
            case MomentsRecorded recorded -> {
                Party party = parties.get(recorded.rank());
                if (party != null) {
                    onMoments(party, recorded);
                }
            }
        }
    }

    private void onClock(Party party, long asked, long nanos) {
        party.clock().trip(asked, nanos, settings.nanoClock().getAsLong());
        if (party.clock().trips() < ClockAlignment.FIRST_TRIPS) {
            ask(party.member());
        }
    }

    /** Moments come when a worker ends, which is when its clock is compared once more. */
    private void onMoments(Party party, MomentsRecorded recorded) {
        Recorded lane = party.lanes().computeIfAbsent(recorded.lane(), _ -> new Recorded());
        lane.moments.addAll(recorded.moments());
        lane.lost += recorded.lost();
        ask(party.member());
    }

    /**
     * Writes the file.
     *
     * @param averager of the coordinator's own thread
     * @return what went wrong, in words; empty when nothing did
     */
    synchronized String write(MomentRing averager) {
        if (file == null) {
            return "";
        }
        List<TimelineTrack> tracks = new ArrayList<>();
        addTrack(tracks, averager);
        parties.values().forEach(party -> addTracks(tracks, party));
        try {
            TimelineFile.write(file, settings.directory().name(), tracks);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void addTrack(List<TimelineTrack> tracks, MomentRing averager) {
        List<Moment> moments = averager.moments();
        // Where the averagers are in the workers, this thread only relays states.
        if (moments.size() > 1) {
            tracks.add(
                    new TimelineTrack(
                            COORDINATOR,
                            "coordinator",
                            0,
                            "averager",
                            new ClockAlignment(),
                            averager.lost(),
                            moments));
        }
    }

    private static void addTracks(List<TimelineTrack> tracks, Party party) {
        Member member = party.member();
        party.lanes()
                .forEach((lane, recorded) ->
                        tracks.add(
                                new TimelineTrack(
                                        COORDINATOR + 1 + member.rank,
                                        "worker " + member.workerId,
                                        lane,
                                        lane == 0 ? "training" : "lane " + lane,
                                        party.clock(),
                                        recorded.lost,
                                        recorded.moments)));
    }
}

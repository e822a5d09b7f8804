package glissade.run;

import glissade.timeline.ClockAlignment;
import glissade.timeline.Moment;
import java.util.List;

/**
 * One thread in a timeline.
 *
 * @param process number of its process in the file, from 1
 * @param processName what people call that process
 * @param thread number of the thread within the process, from 0
 * @param clock how the readings of the moments stand to those of other processes
 * @param lost moments before the first that were overwritten
 * @param moments oldest first
 */
public record TimelineTrack(
        int process,
        String processName,
        int thread,
        String threadName,
        ClockAlignment clock,
        long lost,
        List<Moment> moments) {

    public TimelineTrack {
        moments = List.copyOf(moments);
    }
}

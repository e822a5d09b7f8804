package glissade.coordinator;

import glissade.collective.Division;
import java.util.HashMap;
import java.util.Map;

/**
 * After which rule steps are divided: evenly where all training threads have cores of their own,
 * and into subtrees once there is a host where they have not.
 */
final class DivisionChoice {

    private DivisionChoice() {}

    /**
     * What follows from the workers that are here.
     *
     * @param threads of each worker that names no number of its own
     */
    static Division among(Members members, int threads) {
        Map<String, Integer> busy = new HashMap<>();
        for (Member member : members.all()) {
            int own = member.facts.threads() == 0 ? threads : member.facts.threads();
            int ofHost = busy.merge(member.machine(), own, Integer::sum);
            if (ofHost > member.facts.processors()) {
                return Division.SUBTREES;
            }
        }
        return Division.EVEN;
    }
}

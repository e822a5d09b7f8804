package glissade.local;

import glissade.coordinator.RunOutcome;
import java.util.Map;

/**
 * Puts together what the coordinator and the operating system know of a lost worker: the one saw
 * when, the other saw why.
 */
final class Explanation {

    private Explanation() {}

    /**
     * The outcome, with the reason for a worker's end where its message lacks it.
     *
     * @param endings how worker processes ended, in words, by id
     */
    static RunOutcome of(RunOutcome outcome, Map<String, String> endings) {
        String message = outcome.message();
        for (Map.Entry<String, String> ending : endings.entrySet()) {
            String how = ending.getValue();
            boolean concerned = message.contains("worker " + ending.getKey() + " ");
            if (concerned && saysMoreThanItsCode(how) && !message.contains(how)) {
                return new RunOutcome(
                        outcome.status(),
                        message + "; it " + how,
                        outcome.machineLacksSomething(),
                        outcome.summary());
            }
        }
        return outcome;
    }

    private static boolean saysMoreThanItsCode(String how) {
        return !how.matches("ended with exit code [0-9]+");
    }
}

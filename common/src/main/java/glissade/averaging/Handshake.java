package glissade.averaging;

import java.util.ArrayList;
import java.util.List;

/**
 * Who has greeted. A worker greets once it hears the averager's session, over a session that the
 * averager hears: when all have, no frame can be lost to a late subscriber.
 */
final class Handshake {

    private final List<String> endpoints;
    private final boolean[] greeted;
    private int missing;

    /**
     * @param endpoints where each rank listens over UDP, empty texts over IPC
     */
    Handshake(List<String> endpoints) {
        this.endpoints = endpoints;
        greeted = new boolean[endpoints.size()];
        missing = greeted.length;
    }

    void greet(int rank) {
        if (!greeted[rank]) {
            greeted[rank] = true;
            missing--;
        }
    }

    boolean complete() {
        return missing == 0;
    }

    /**
     * Why nothing begins, in words.
     *
     * @param within how long it was waited for
     */
    String overdue(String within) {
        List<String> ranks = new ArrayList<>();
        List<String> remote = new ArrayList<>();
        for (int rank = 0; rank < greeted.length; rank++) {
            if (!greeted[rank]) {
                ranks.add(String.valueOf(rank));
                if (!endpoints.get(rank).isEmpty()) {
                    remote.add(endpoints.get(rank));
                }
            }
        }
        return "no greeting on the gradient plane from worker rank "
                + String.join(", ", ranks)
                + " within "
                + within
                + ": is the machine overloaded"
                + (remote.size() < ranks.size() ? ", or /dev/shm not shared with the workers" : "")
                + (remote.isEmpty() ? "" : ", or UDP to " + String.join(", ", remote) + " blocked")
                + "?";
    }
}

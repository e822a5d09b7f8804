package glissade.averaging;

/**
 * Who has greeted. A worker greets once it hears the averager's session, over a session that the
 * averager hears: when all have, no frame can be lost to a late subscriber.
 */
final class Handshake {

    private final boolean[] greeted;
    private int missing;

    Handshake(int worldSize) {
        greeted = new boolean[worldSize];
        missing = worldSize;
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

    /** Why nothing begins, in words. */
    String overdue(StepDeadline deadline) {
        return "no greeting on the gradient plane from worker rank "
                + missing()
                + " within "
                + deadline.words()
                + ": is the machine overloaded, or /dev/shm not shared with the workers?";
    }

    /** The ranks that have not greeted, in words. */
    String missing() {
        StringBuilder words = new StringBuilder();
        for (int rank = 0; rank < greeted.length; rank++) {
            if (!greeted[rank]) {
                words.append(words.isEmpty() ? "" : ", ").append(rank);
            }
        }
        return words.toString();
    }
}

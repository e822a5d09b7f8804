package glissade.plane;

import java.security.SecureRandom;

/**
 * Draws session ids. A session belongs to one stream of one generation and is handed over by the
 * control plane: a receiver opens no other, so that leftovers of earlier generations and strangers
 * are never heard. Not to be guessed, hence from a secure source; they touch no result.
 */
public final class SessionIds {
    /** Aeron's word for "none". */
    private static final int NONE = -1;

    private final SecureRandom random = new SecureRandom();

    /** A session id that is very unlikely to have been drawn before. */
    public int next() {
        int session = random.nextInt();
        while (session == NONE) {
            session = random.nextInt();
        }
        return session;
    }
}

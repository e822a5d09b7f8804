package glissade.data;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses the name that was meant by a misspelt one. */
public final class NearestName {

    /** No name is as long, and the time taken grows with the length. */
    private static final int MAX_LENGTH = 40;

    private NearestName() {}

    /**
     * The name at the smallest Levenshtein distance from {@code text}, two letters swapped counting
     * as one mistake, if at most a third of it (and at least one letter) is wrong; else null. The
     * first of several equally near ones.
     */
    public static @Nullable String among(Collection<String> names, String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        String nearest = null;
        int least = Math.max(1, text.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(name, text);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    private static int distance(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int replaced = distance[i - 1][j - 1] + (same ? 0 : 1);
                int added = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
                distance[i][j] = Math.min(replaced, added);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
                }
            }
        }
        return distance[a.length()][b.length()];
    }
}

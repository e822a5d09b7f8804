package glissade.run;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses the name that was meant by a misspelt one. */
public final class NearestName {

    private NearestName() {}

    /**
     * The name at the smallest Levenshtein distance from {@code text}, if at most a third of it
     * (and at least one letter) is wrong; else null. The first of several equally near ones.
     */
    public static @Nullable String among(Collection<String> names, String text) {
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
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}

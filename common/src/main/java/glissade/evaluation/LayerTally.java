package glissade.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was seen of one hidden layer.
 *
 * @param units of the layer
 * @param saturated activations that lie where the slope is almost nothing
 * @param alive a bit for each unit, 64 to a number from the lowest on: it was above 0 for some
 *     sample
 */
public record LayerTally(int units, long saturated, List<Long> alive) {

    private static final int BITS = Long.SIZE;

    public LayerTally {
        alive = List.copyOf(alive);
        if (units < 1 || alive.size() != words(units) || saturated < 0) {
            throw new IllegalArgumentException(
                    "not of a layer: units="
                            + units
                            + ", alive="
                            + alive.size()
                            + ", saturated="
                            + saturated);
        }
    }

    /** Numbers that it takes to hold a bit for each unit. */
    public static int words(int units) {
        return (units - 1) / BITS + 1;
    }

    static LayerTally silent(int units) {
        return new LayerTally(units, 0, Collections.nCopies(words(units), 0L));
    }

    LayerTally plus(LayerTally other) {
        List<Long> either = new ArrayList<>();
        for (int word = 0; word < alive.size(); word++) {
            either.add(alive.get(word) | other.alive.get(word));
        }
        return new LayerTally(units, saturated + other.saturated, either);
    }

    /** Units that were never above 0. */
    int dead() {
        int living = 0;
        for (long word : alive) {
            living += Long.bitCount(word);
        }
        return units - living;
    }
}

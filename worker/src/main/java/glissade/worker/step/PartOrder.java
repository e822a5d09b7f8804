package glissade.worker.step;

import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;

/**
 * The order in which a worker that owns a range computes the parts of its gradient, and the buckets
 * that are whole after each. The range of the next rank comes first, then that of the one after it,
 * and so on around, the own last: by then the others' sums of it are here, and all that the last
 * part has to wait for is its own update. The order changes no bit. Immutable.
 */
final class PartOrder {

    private final int[] parts;

    /** Buckets in the order in which they become whole. */
    private final int[] buckets;

    /** By turn: where the buckets that become whole in it begin; one more for the end. */
    private final int[] first;

    /**
     * @param offsets first parameter of each part, ascending, the first of them 0
     */
    PartOrder(int[] offsets, OwnerRanges ranges, int rank) {
        this.parts = new int[offsets.length];
        int[] turnOf = new int[offsets.length];
        int turn = 0;
        for (int distance = 1; distance <= ranges.worldSize(); distance++) {
            int owner = (rank + distance) % ranges.worldSize();
            for (int part = offsets.length - 1; part >= 0; part--) {
                if (ownerOf(part, offsets, ranges) == owner) {
                    turnOf[part] = turn;
                    parts[turn++] = part;
                }
            }
        }
        Buckets all = ranges.buckets();
        int[] wholeAt = wholeAt(offsets, turnOf, all);
        this.buckets = new int[all.count()];
        this.first = new int[offsets.length + 1];
        for (int at : wholeAt) {
            first[at + 1]++;
        }
        for (turn = 0; turn < parts.length; turn++) {
            first[turn + 1] += first[turn];
        }
        int[] next = first.clone();
        for (int bucket = all.count() - 1; bucket >= 0; bucket--) {
            buckets[next[wholeAt[bucket]]++] = bucket;
        }
    }

    /** Whose range the middle of a part lies in. */
    private static int ownerOf(int part, int[] offsets, OwnerRanges ranges) {
        Buckets all = ranges.buckets();
        int end = end(part, offsets, all);
        int middle = offsets[part] + (end - offsets[part]) / 2;
        return ranges.owner(middle / all.length(0));
    }

    private static int end(int part, int[] offsets, Buckets all) {
        return part + 1 < offsets.length ? offsets[part + 1] : all.parameterCount();
    }

    /**
     * By bucket: the turn after which all parts that it lies in are computed. Both are gone through
     * once, since a large network has many thousands of either.
     */
    private static int[] wholeAt(int[] offsets, int[] turnOf, Buckets all) {
        int[] turns = new int[all.count()];
        int part = 0;
        for (int bucket = 0; bucket < turns.length; bucket++) {
            int from = all.offset(bucket);
            if (end(part, offsets, all) == from) {
                part++;
            }
            turns[bucket] = turnOf[part];
            while (end(part, offsets, all) < from + all.length(bucket)) {
                part++;
                turns[bucket] = Math.max(turns[bucket], turnOf[part]);
            }
        }
        return turns;
    }

    /** The part that is computed in a turn. */
    int part(int turn) {
        return parts[turn];
    }

    /** Where the buckets that become whole in a turn begin. */
    int firstWhole(int turn) {
        return first[turn];
    }

    /** Where they end. */
    int endWhole(int turn) {
        return first[turn + 1];
    }

    /** The bucket that becomes whole at this place. */
    int whole(int place) {
        return buckets[place];
    }
}

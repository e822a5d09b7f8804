package glissade.averaging;

/**
 * The buckets that wait to be broadcast, in the order in which they became ready; each at most
 * once.
 */
final class OutgoingBuckets {

    private final int[] ring;
    private int head;
    private int size;

    OutgoingBuckets(int count) {
        ring = new int[count];
    }

    void add(int bucket) {
        if (size == ring.length) {
            throw new IllegalStateException("a bucket waits twice: bucket=" + bucket);
        }
        ring[(head + size) % ring.length] = bucket;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int first() {
        return ring[head];
    }

    void removeFirst() {
        head = (head + 1) % ring.length;
        size--;
    }
}

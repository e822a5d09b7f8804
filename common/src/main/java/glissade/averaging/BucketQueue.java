package glissade.averaging;

/** Buckets that wait for their turn, first come first served; each at most once. */
final class BucketQueue {

    private final int[] ring;
    private int head;
    private int size;

    BucketQueue(int count) {
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

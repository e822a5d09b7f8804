package glissade.averaging;

/** Buckets that wait for their turn, first come first served; each at most once. */
public final class BucketQueue {

    private final int[] ring;
    private int head;
    private int size;

    public BucketQueue(int count) {
        ring = new int[count];
    }

    public void add(int bucket) {
        if (size == ring.length) {
            throw new IllegalStateException("a bucket waits twice: bucket=" + bucket);
        }
        ring[(head + size) % ring.length] = bucket;
        size++;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int first() {
        return ring[head];
    }

    public void removeFirst() {
        head = (head + 1) % ring.length;
        size--;
    }
}

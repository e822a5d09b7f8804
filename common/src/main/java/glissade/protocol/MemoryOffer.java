package glissade.protocol;

/**
 * What a worker has written into shared memory: who finds it there shares that memory.
 *
 * @param directory where it was written
 * @param nonce what was written
 */
public record MemoryOffer(String directory, String nonce) {

    public MemoryOffer {
        Checks.text("directory", directory);
        Checks.text("nonce", nonce);
    }
}

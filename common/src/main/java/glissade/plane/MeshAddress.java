package glissade.plane;

/**
 * Where the other ranks of a mesh reach one.
 *
 * @param directory of its media driver, for those that share its memory; empty where none does
 * @param endpoint {@code host:port} for the others; empty where there are none
 */
public record MeshAddress(String directory, String endpoint) {
    /** Of a worker that others need not reach. */
    public static final MeshAddress NONE = new MeshAddress("", "");
}

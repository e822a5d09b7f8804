package glissade.start;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The constants of a class file, and where its attributes begin. */
final class ClassConstants {

    static final int TEXT = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    static final int NAME_AND_TYPE = 12;
    static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int DYNAMIC = 17;
    private static final int DYNAMIC_CALL = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private static final int FIRST = 10;

    private final byte[] bytes;
    private final ByteBuffer in;
    private final int[] starts;
    private final int end;

    /**
     * Reads the constants.
     *
     * @param bytes a class file
     * @throws IllegalArgumentException if it has constants of a kind not known here
     */
    ClassConstants(byte[] bytes) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes);
        this.starts = new int[u2(8)];
        int at = FIRST;
        for (int index = 1; index < starts.length; index++) {
            starts[index] = at;
            int tag = in.get(at);
            at += length(tag, at);
            if (tag == LONG || tag == DOUBLE) {
                // They take two indices.
                index++;
            }
        }
        this.end = at;
    }

    private int length(int tag, int at) {
        return switch (tag) {
            case TEXT -> 3 + u2(at + 1);
            case INTEGER, FLOAT, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE -> 5;
            case DYNAMIC, DYNAMIC_CALL -> 5;
            case LONG, DOUBLE -> 9;
            case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 3;
            case METHOD_HANDLE -> 4;
            default ->
                    throw new IllegalArgumentException("constant of an unknown kind: tag=" + tag);
        };
    }

    /** Number of constants, and one. */
    int count() {
        return starts.length;
    }

    /** First byte after the constants. */
    int end() {
        return end;
    }

    /** First byte of a constant. */
    int at(int index) {
        return starts[index];
    }

    int u4(int at) {
        return in.getInt(at);
    }

    int u2(int at) {
        return Short.toUnsignedInt(in.getShort(at));
    }

    private boolean isA(int index, int tag) {
        return starts[index] > 0 && in.get(starts[index]) == tag;
    }

    private String text(int index) {
        int at = starts[index];
        return new String(bytes, at + 3, u2(at + 1), StandardCharsets.UTF_8);
    }

    /** Index of the class of this name, or -1. */
    int ofClass(String name) {
        for (int index = 1; index < starts.length; index++) {
            if (isA(index, CLASS) && text(u2(starts[index] + 1)).equals(name)) {
                return index;
            }
        }
        return -1;
    }

    /** The class that a method belongs to. */
    String ownerOf(int method) {
        return text(u2(starts[u2(starts[method] + 1)] + 1));
    }

    String nameOf(int method) {
        return text(u2(starts[u2(starts[method] + 3)] + 1));
    }

    /** Descriptor of a method or a dynamic call. */
    String descriptorOf(int method) {
        return text(u2(starts[u2(starts[method] + 3)] + 3));
    }

    /** Whether the constant is a dynamic call with this entry of the table of bootstrap methods. */
    boolean isDynamicCallOf(int index, int entry) {
        return isA(index, DYNAMIC_CALL) && u2(starts[index] + 1) == entry;
    }

    /** First byte of the class's attribute of this name, or -1. */
    int attribute(String name) {
        int at = end + 6;
        at += 2 + 2 * u2(at);
        at = afterMembers(afterMembers(at));
        int count = u2(at);
        at += 2;
        for (int i = 0; i < count; i++) {
            if (text(u2(at)).equals(name)) {
                return at;
            }
            at += 6 + in.getInt(at + 2);
        }
        return -1;
    }

    private int afterMembers(int from) {
        int members = u2(from);
        int at = from + 2;
        for (int member = 0; member < members; member++) {
            int attributes = u2(at + 6);
            at += 8;
            for (int i = 0; i < attributes; i++) {
                at += 6 + in.getInt(at + 2);
            }
        }
        return at;
    }
}

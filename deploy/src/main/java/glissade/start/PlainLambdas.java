package glissade.start;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes lambdas of Scala classes that could be serialized, but never are, into plain ones: the JVM
 * keeps only those in its cache, and would make a class for each of the others at every start. That
 * takes an entry of the class's table of bootstrap methods; its code stays as it is.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html">The Java Virtual
 *     Machine Specification, chapter 4</a>
 */
final class PlainLambdas {

    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
    private static final String SERIALIZABLE = "altMetafactory";
    private static final String PLAIN = "metafactory";
    private static final String PLAIN_DESCRIPTOR =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
                    + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;";

    private static final int FLAG_SERIALIZABLE = 1;
    private static final int FLAG_BRIDGES = 4;
    private static final int INVOKE_STATIC = 6;

    /** Arguments that both factories have: two types and the method. */
    private static final int COMMON_ARGUMENTS = 3;

    /** Constants that are added: two names, their pair, the method and its handle. */
    private static final int ADDED = 5;

    private final byte[] classFile;
    private final ClassConstants constants;

    private PlainLambdas(byte[] classFile) {
        this.classFile = classFile;
        this.constants = new ClassConstants(classFile);
    }

    /**
     * The class with plain lambdas; {@code classFile} itself where it has none to change.
     *
     * @throws IllegalArgumentException if {@code classFile} has constants of a kind not known here
     */
    static byte[] in(byte[] classFile) {
        return new String(classFile, StandardCharsets.ISO_8859_1).contains(SERIALIZABLE)
                ? new PlainLambdas(classFile).rewrite()
                : classFile;
    }

    private byte[] rewrite() {
        int table = constants.attribute("BootstrapMethods");
        int factory = constants.ofClass(FACTORY);
        if (table < 0 || factory < 0) {
            return classFile;
        }
        int oldEnd = table + 6 + constants.u4(table + 2);
        ByteBuffer entries = ByteBuffer.allocate(oldEnd - table);
        if (!changeEntries(table + 6, entries)) {
            return classFile;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(classFile.length + 512);
        out.write(classFile, 0, 8);
        writeShort(out, constants.count() + ADDED);
        out.write(classFile, 10, constants.end() - 10);
        writePlainFactory(out, factory);
        out.write(classFile, constants.end(), table + 2 - constants.end());
        writeShort(out, entries.position() >>> 16);
        writeShort(out, entries.position());
        out.write(entries.array(), 0, entries.position());
        out.write(classFile, oldEnd, classFile.length - oldEnd);
        return out.toByteArray();
    }

    /** Copies the table of bootstrap methods; whether any of them has been changed. */
    private boolean changeEntries(int from, ByteBuffer out) {
        int count = constants.u2(from);
        out.putShort((short) count);
        boolean changed = false;
        int at = from + 2;
        for (int entry = 0; entry < count; entry++) {
            int arguments = constants.u2(at + 2);
            int length = 4 + 2 * arguments;
            if (isSerializableFunction(entry, at)) {
                out.putShort((short) (constants.count() + ADDED - 1));
                out.putShort((short) COMMON_ARGUMENTS);
                out.put(classFile, at + 4, 2 * COMMON_ARGUMENTS);
                changed = true;
            } else {
                out.put(classFile, at, length);
            }
            at += length;
        }
        return changed;
    }

    private boolean isSerializableFunction(int entry, int at) {
        int method = constants.u2(constants.at(constants.u2(at)) + 2);
        if (!constants.ownerOf(method).equals(FACTORY)
                || !constants.nameOf(method).equals(SERIALIZABLE)) {
            return false;
        }
        int flags = constants.u4(constants.at(constants.u2(at + 4 + 2 * COMMON_ARGUMENTS)) + 1);
        if (flags == FLAG_SERIALIZABLE) {
            return true;
        }
        // Scala asks for bridges to be safe; its own functions have no method that needs one.
        return flags == (FLAG_SERIALIZABLE | FLAG_BRIDGES) && makesScalaFunctions(entry);
    }

    private boolean makesScalaFunctions(int entry) {
        for (int index = 1; index < constants.count(); index++) {
            if (constants.isDynamicCallOf(index, entry)) {
                String descriptor = constants.descriptorOf(index);
                String made = descriptor.substring(descriptor.indexOf(')') + 1);
                if (!made.startsWith("Lscala/Function")
                        && !made.startsWith("Lscala/runtime/java8/JFunction")) {
                    return false;
                }
            }
        }
        return true;
    }

    private void writePlainFactory(ByteArrayOutputStream out, int factory) {
        int first = constants.count();
        writeText(out, PLAIN);
        writeText(out, PLAIN_DESCRIPTOR);
        out.write(ClassConstants.NAME_AND_TYPE);
        writeShort(out, first);
        writeShort(out, first + 1);
        out.write(ClassConstants.METHOD);
        writeShort(out, factory);
        writeShort(out, first + 2);
        out.write(ClassConstants.METHOD_HANDLE);
        out.write(INVOKE_STATIC);
        writeShort(out, first + 3);
    }

    private static void writeText(ByteArrayOutputStream out, String ascii) {
        out.write(ClassConstants.TEXT);
        writeShort(out, ascii.length());
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }
}

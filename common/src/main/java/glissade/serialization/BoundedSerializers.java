package glissade.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Serializers for what has a length: each length is checked against the bytes that are left before
 * anything is allocated, since registration alone does not stop a few bytes from claiming an array
 * of two gigabytes.
 */
final class BoundedSerializers {

    private BoundedSerializers() {}

    /** UTF-8 with its length in bytes before it. */
    static final class Text extends Serializer<String> {

        Text() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output output, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            output.writeInt(bytes.length);
            output.writeBytes(bytes);
        }

        @Override
        public String read(Kryo kryo, Input input, Class<? extends String> type) {
            return new String(input.readBytes(length(input, "text", 1)), StandardCharsets.UTF_8);
        }
    }

    /** Elements with their registered class ids, and their number before them. */
    @SuppressWarnings("rawtypes")
    static final class Sequence extends Serializer<List> {

        Sequence() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output output, List elements) {
            output.writeInt(elements.size());
            for (Object element : elements) {
                kryo.writeClassAndObject(output, element);
            }
        }

        @Override
        public List read(Kryo kryo, Input input, Class<? extends List> type) {
            int count = length(input, "list", 2);
            List<Object> elements = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                elements.add(kryo.readClassAndObject(input));
            }
            return elements;
        }
    }

    /**
     * Reads a length whose elements take at least {@code bytesEach}; the whole message lies in the
     * input's buffer.
     */
    private static int length(Input input, String what, int bytesEach) {
        int length = input.readInt();
        int left = input.limit() - input.position();
        if (length < 0 || length > left / bytesEach) {
            throw new KryoException(
                    what + " claims a length of " + length + " with " + left + " bytes left");
        }
        return length;
    }
}

package glissade.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.serializers.RecordSerializer;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Serializer of a record whose lists hold nothing but what they are declared with. A list travels
 * with the class of each element, any of the table: without this look the wrong one would be found
 * by whoever takes it out, in an actor.
 */
final class MessageRecordSerializer<T extends Record> extends RecordSerializer<T> {

    private final List<ListComponent> lists = new ArrayList<>();

    /** A list of the record, and of what. */
    private record ListComponent(Method accessor, Class<?> element) {

        void check(Record of) {
            for (Object held : elements(of)) {
                if (!element.isInstance(held)) {
                    throw new KryoException(
                            of.getClass().getSimpleName()
                                    + "."
                                    + accessor.getName()
                                    + " holds a "
                                    + held.getClass().getSimpleName()
                                    + ", expected "
                                    + element.getSimpleName());
                }
            }
        }

        private List<?> elements(Record of) {
            try {
                return (List<?>) accessor.invoke(of);
            } catch (ReflectiveOperationException e) {
                throw new KryoException(e);
            }
        }
    }

    /** For {@code type}, whose lists are all declared with a class. */
    MessageRecordSerializer(Class<T> type) {
        super(type);
        setFixedFieldTypes(true);
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getGenericType() instanceof ParameterizedType declared
                    && declared.getRawType() == List.class) {
                Class<?> element = (Class<?>) declared.getActualTypeArguments()[0];
                lists.add(new ListComponent(component.getAccessor(), element));
            }
        }
    }

    @Override
    public T read(Kryo kryo, Input input, Class<? extends T> type) {
        T message = super.read(kryo, input, type);
        for (ListComponent list : lists) {
            list.check(message);
        }
        return message;
    }
}

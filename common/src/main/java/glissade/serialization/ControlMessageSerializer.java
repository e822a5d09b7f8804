package glissade.serialization;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.WorkerMessage;
import java.io.NotSerializableException;

/**
 * Akka's serializer for everything in {@code glissade.protocol}: Kryo with the closed {@link
 * MessageRegistry}. Bytes that are no message of ours end in a {@link NotSerializableException},
 * which Akka logs and drops; nothing is allocated beyond the size of the input.
 */
public final class ControlMessageSerializer extends SerializerWithStringManifest {

    /** Unique among the serializers of an actor system; written here and nowhere else. */
    private static final int IDENTIFIER = 7_451_001;

    private static final String MANIFEST = "1";
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private final Pool<Kryo> pool;

    /** Called by Akka. */
    public ControlMessageSerializer(ExtendedActorSystem system) {
        ActorRefResolver references = ActorRefResolver.get(Adapter.toTyped(system));
        pool =
                new Pool<>(true, true) {
                    @Override
                    protected Kryo create() {
                        return MessageRegistry.kryo(references);
                    }
                };
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object message) {
        Kryo kryo = pool.obtain();
        try {
            Output output = new Output(512, MAX_MESSAGE_BYTES);
            kryo.writeClassAndObject(output, message);
            return output.toBytes();
        } finally {
            pool.free(kryo);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (!manifest.equals(MANIFEST)) {
            throw new NotSerializableException(
                    "message format " + manifest + " is not known here, expected " + MANIFEST);
        }
        Kryo kryo = pool.obtain();
        try (Input input = new Input(bytes)) {
            Object message = kryo.readClassAndObject(input);
            boolean ours =
                    message instanceof CoordinatorMessage || message instanceof WorkerMessage;
            if (!ours || input.position() != bytes.length) {
                throw new NotSerializableException(
                        "not one whole message: " + bytes.length + " bytes");
            }
            return message;
        } catch (KryoException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new NotSerializableException("not a message of ours: " + e.getMessage());
        } finally {
            pool.free(kryo);
        }
    }
}

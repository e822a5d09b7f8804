package glissade.serialization;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Actor references as the text that names them across machines. */
@SuppressWarnings("rawtypes")
final class ActorRefSerializer extends Serializer<ActorRef> {

    private final ActorRefResolver references;

    ActorRefSerializer(ActorRefResolver references) {
        super(false, true);
        this.references = references;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void write(Kryo kryo, Output output, ActorRef reference) {
        kryo.writeObject(output, references.toSerializationFormat(reference));
    }

    @Override
    public ActorRef read(Kryo kryo, Input input, Class<? extends ActorRef> type) {
        return references.resolveActorRef(kryo.readObject(input, String.class));
    }
}

package glissade.serialization;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.EnumSerializer;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LayerGradient;
import glissade.averaging.LossFigures;
import glissade.averaging.LossWarning;
import glissade.averaging.Verdict;
import glissade.collective.Division;
import glissade.evaluation.ClassCounts;
import glissade.evaluation.ConfusionCell;
import glissade.evaluation.LayerTally;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.evaluation.TargetSums;
import glissade.plane.MeshAddress;
import glissade.plane.SharedMemories;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.EvaluationSet;
import glissade.protocol.LifelineOffer;
import glissade.protocol.MemoryOffer;
import glissade.protocol.MeshEnd;
import glissade.protocol.Plan;
import glissade.protocol.PlaneOffer;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import glissade.protocol.WorkerReport;
import glissade.timeline.Moment;
import glissade.timeline.Phase;
import java.util.List;

/**
 * The one table of what may cross the control plane, with its ids. Ids are written down, never
 * reused and never derived from the order of lines; 0 to 9 are Kryo's own. A class that is not here
 * is refused on both sides.
 */
final class MessageRegistry {

    private MessageRegistry() {}

    static Kryo kryo(ActorRefResolver references) {
        Kryo kryo = new Kryo(new Numbered(), null);
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        kryo.setMaxDepth(16);

        // Kryo's own number of a text stands for the bounded one, too.
        kryo.register(String.class, new BoundedSerializers.Text(), 1);
        kryo.register(String.class, new BoundedSerializers.Text(), 10);
        kryo.register(List.class, new BoundedSerializers.Sequence(), 11);
        kryo.register(ActorRef.class, new ActorRefSerializer(references), 12);
        kryo.register(EvaluationSet.class, new EnumSerializer(EvaluationSet.class), 13);
        kryo.register(LossWarning.Kind.class, new EnumSerializer(LossWarning.Kind.class), 14);
        kryo.register(EarlyEnd.Reason.class, new EnumSerializer(EarlyEnd.Reason.class), 15);
        kryo.register(Phase.class, new EnumSerializer(Phase.class), 16);
        kryo.register(Division.class, new EnumSerializer(Division.class), 17);

        record(kryo, CoordinatorMessage.Join.class, 20);
        record(kryo, CoordinatorMessage.Prepared.class, 21);
        record(kryo, CoordinatorMessage.CannotTakePart.class, 22);
        record(kryo, CoordinatorMessage.StepsCommitted.class, 23);
        record(kryo, CoordinatorMessage.LossNotFinite.class, 24);
        record(kryo, CoordinatorMessage.EvaluationShare.class, 25);
        record(kryo, CoordinatorMessage.Finished.class, 26);
        record(kryo, CoordinatorMessage.StepFailed.class, 27);
        record(kryo, CoordinatorMessage.EndsEarly.class, 28);
        record(kryo, CoordinatorMessage.Warned.class, 29);
        record(kryo, CoordinatorMessage.MomentsRecorded.class, 30);
        record(kryo, CoordinatorMessage.ClockTold.class, 31);
        record(kryo, CoordinatorMessage.MemoriesRead.class, 32);

        record(kryo, WorkerMessage.Prepare.class, 40);
        record(kryo, WorkerMessage.Refuse.class, 41);
        record(kryo, WorkerMessage.Begin.class, 42);
        record(kryo, WorkerMessage.Stop.class, 43);
        record(kryo, WorkerMessage.EndTraining.class, 44);
        record(kryo, WorkerMessage.Proceed.class, 45);
        record(kryo, WorkerMessage.Fit.class, 46);
        record(kryo, WorkerMessage.TellClock.class, 47);
        record(kryo, WorkerMessage.Wait.class, 48);
        record(kryo, WorkerMessage.ReadMemories.class, 49);

        record(kryo, WorkerFacts.class, 60);
        record(kryo, WorkerReport.class, 61);
        record(kryo, Plan.class, 62);
        record(kryo, PlaneOffer.class, 63);
        record(kryo, LifelineOffer.class, 64);
        record(kryo, CommittedStep.class, 65);
        // 66 was a node of an evaluation with its loss and right answers alone.
        record(kryo, Verdict.class, 67);
        record(kryo, EarlyEnd.class, 68);
        record(kryo, LayerGradient.class, 69);
        record(kryo, LossWarning.class, 75);
        record(kryo, LossFigures.class, 76);
        record(kryo, MeshEnd.class, 77);
        record(kryo, Moment.class, 78);
        record(kryo, MemoryOffer.class, 79);

        record(kryo, NodeSums.class, 80);
        record(kryo, TargetSums.class, 81);
        record(kryo, Tally.class, 82);
        record(kryo, ClassCounts.class, 83);
        record(kryo, ConfusionCell.class, 84);
        record(kryo, LayerTally.class, 85);
        record(kryo, SharedMemories.class, 86);
        record(kryo, MeshAddress.class, 87);
        return kryo;
    }

    /**
     * Classes go by their numbers only: a name would be read, and room made for as many characters
     * as it claims, before it is found to be of no registered class.
     */
    private static final class Numbered extends DefaultClassResolver {

        @Override
        protected Registration readName(Input input) {
            throw new KryoException("a class is told by its name, expected its number");
        }
    }

    private static <T extends Record> void record(Kryo kryo, Class<T> type, int id) {
        kryo.register(type, new MessageRecordSerializer<>(type), id);
    }
}

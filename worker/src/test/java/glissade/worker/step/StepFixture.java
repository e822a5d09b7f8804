package glissade.worker.step;

import glissade.collective.Assignment;
import glissade.collective.EpochShape;
import glissade.data.Dataset;
import glissade.data.SampleOrder;
import glissade.data.SyntheticDigits;
import glissade.nn.Activation;
import glissade.nn.Initialization;
import glissade.nn.Loss;
import glissade.nn.Network;
import glissade.nn.NetworkDescription;
import glissade.nn.TrainingNoise;
import glissade.preprocess.Preprocessing;
import glissade.timeline.PhaseClock;

/** A small digit network and its data, as several tests need them. */
final class StepFixture {

    static final int SAMPLES = 300;
    static final EpochShape SHAPE = new EpochShape(SAMPLES, 64, 10);

    final Dataset data = SyntheticDigits.training(SAMPLES, 5);
    final Network network;
    final float[] parameters;

    StepFixture() {
        this(Activation.SIGMOID);
    }

    StepFixture(Activation hidden) {
        network =
                new Network(
                        NetworkDescription.parse(
                                "784-20-16-10", hidden, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
        parameters = new float[network.layout().parameterCount()];
        network.initialize(Initialization.XAVIER, 3, parameters);
    }

    SliceGradients gradients(int rank, int worldSize, Lanes lanes) {
        return gradients(rank, new Assignment(SHAPE, worldSize), lanes);
    }

    SliceGradients gradients(int rank, Assignment assignment, Lanes lanes) {
        return gradients(rank, assignment, lanes, SHAPE.batchSize());
    }

    SliceGradients gradients(int rank, Assignment assignment, Lanes lanes, int samplesAtOnce) {
        return new SliceGradients(
                network,
                TrainingNoise.NONE,
                new TrainingSamples(
                        data, Preprocessing.none(data.inputs()), new SampleOrder(SAMPLES, 9, true)),
                StepShares.of(assignment, rank, samplesAtOnce),
                lanes,
                GradientParts.LARGE);
    }

    /** Takes steps as a worker does. */
    static Stride stride(SliceGradients gradients, Exchange exchange) {
        return new GradientStride(
                gradients, exchange, Long.MAX_VALUE, PhaseClock.unrecorded(System::nanoTime));
    }

    /** Whether a step could be taken, or training has ended. */
    static boolean step(Exchange exchange, Stride stride, long step) {
        float[] parameters = exchange.parameters(step);
        return parameters != null && stride.take(step, parameters) != Stride.END;
    }
}

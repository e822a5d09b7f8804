package glissade.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.AllocatedBytes;
import glissade.nn.Doubles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every optimizer; a subclass names the one under test. */
abstract class OptimizerContract {
    private static final int COUNT = 1023;
    private static final int STEPS = 5;
    private static final int COMPILING_ROUNDS = 3_000;
    private static final double RATE = 0.05;

    /** The optimizer under test, with constants of its own choice. */
    abstract OptimizerDescription description();

    @Test
    void shouldNeedAsMuchStateAsItsDescriptionSays() {
        Optimizer optimizer = description().create();

        assertThat(optimizer.stateVectors()).isEqualTo(description().stateVectors());
        assertThat(optimizer.newState(7).length).isEqualTo(optimizer.stateVectors());
        for (float[] vector : optimizer.newState(7)) {
            assertThat(vector).containsExactly(new float[7]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 64, 207, 1022, 1023})
    void shouldGiveTheSameBitsInChunksOfAnySize(int chunk) {
        assertThat(train(description().create(), chunk, false)).isEqualTo(trainWhole());
    }

    @Test
    void shouldGiveTheSameBitsInOneBufferAsInTwo() {
        assertThat(train(description().create(), COUNT, true)).isEqualTo(trainWhole());
    }

    @Test
    void shouldGiveTheSameBitsWhenAnotherInstanceTakesOver() {
        assertThat(train(null, COUNT, false)).isEqualTo(trainWhole());
    }

    /** The interpreter goes element by element; what the compiler makes of it uses vectors. */
    @Test
    void shouldGiveTheSameBitsOnceCompiled() {
        float[][] early = trainWhole();
        for (int round = 0; round < COMPILING_ROUNDS; round++) {
            trainWhole();
        }

        assertThat(trainWhole()).isEqualTo(early);
        assertThat(train(description().create(), 7, false)).isEqualTo(early);
    }

    @Test
    void shouldDecayNothingWhereDecayDoesNotHold() {
        OptimizerDescription without = description().withWeightDecay(0);

        assertThat(step(description(), false)).isEqualTo(step(without, true));
        assertThat(step(description(), true)).isNotEqualTo(step(without, true));
    }

    @Test
    void shouldWriteNothingOutsideTheRangeNorToParametersAndGradients() {
        Optimizer optimizer = description().create();
        float[] parameters = start();
        float[] gradients = gradients(0);
        float[] updated = new float[COUNT];
        float[][] state = optimizer.newState(COUNT);

        optimizer.beginStep(0, RATE);
        optimizer.update(parameters, gradients, updated, state, 100, 50, true);

        assertThat(parameters).containsExactly(start());
        assertThat(gradients).containsExactly(gradients(0));
        for (int i = 0; i < COUNT; i++) {
            boolean inside = i >= 100 && i < 150;
            assertThat(updated[i] != 0f).isEqualTo(inside);
            for (float[] vector : state) {
                assertThat(vector[i] != 0f).isEqualTo(inside);
            }
        }
    }

    @Test
    void shouldFollowTheReferenceProgram() {
        double[] expected = Doubles.toDoubles(start());
        ReferenceOptimizer reference = new ReferenceOptimizer(description(), COUNT);
        for (int step = 0; step < STEPS; step++) {
            reference.step(expected, Doubles.toDoubles(gradients(step)), RATE);
        }

        assertThat(Doubles.toDoubles(trainWhole()[0])).containsExactly(expected, within(1e-6));
    }

    @Test
    void shouldHandNaNOn() {
        Optimizer optimizer = description().create();
        float[] parameters = {1f, 1f};
        float[] gradients = {Float.NaN, 1f};

        optimizer.beginStep(0, RATE);
        optimizer.update(parameters, gradients, parameters, optimizer.newState(2), 0, 2, true);

        assertThat(parameters[0]).isNaN();
        assertThat(parameters[1]).isFinite();
    }

    @Test
    void shouldAllocateNothing() {
        Optimizer optimizer = description().create();
        float[] parameters = start();
        float[] gradients = gradients(0);
        float[] updated = new float[COUNT];
        float[][] state = optimizer.newState(COUNT);

        long bytes =
                AllocatedBytes.of(() -> {
                    optimizer.beginStep(3, RATE);
                    optimizer.update(parameters, gradients, updated, state, 0, COUNT, true);
                });

        assertThat(bytes).isZero();
    }

    private static float[] step(OptimizerDescription description, boolean decayed) {
        Optimizer optimizer = description.create();
        float[] updated = new float[COUNT];
        optimizer.beginStep(0, RATE);
        optimizer.update(
                start(), gradients(0), updated, optimizer.newState(COUNT), 0, COUNT, decayed);
        return updated;
    }

    private float[][] trainWhole() {
        return train(description().create(), COUNT, false);
    }

    /**
     * Trains and returns parameters and state.
     *
     * @param optimizer null for a new one in every step
     */
    private float[][] train(@Nullable Optimizer optimizer, int chunk, boolean oneBuffer) {
        float[] parameters = start();
        float[] updated = oneBuffer ? parameters : new float[COUNT];
        float[][] state = description().create().newState(COUNT);
        for (int step = 0; step < STEPS; step++) {
            Optimizer current = optimizer == null ? description().create() : optimizer;
            float[] gradients = gradients(step);
            current.beginStep(step, RATE);
            for (int offset = 0; offset < COUNT; offset += chunk) {
                int length = Math.min(chunk, COUNT - offset);
                current.update(parameters, gradients, updated, state, offset, length, true);
            }
            float[] previous = parameters;
            parameters = updated;
            updated = previous;
        }
        float[][] result = new float[1 + state.length][];
        result[0] = parameters;
        System.arraycopy(state, 0, result, 1, state.length);
        return result;
    }

    private static float[] start() {
        return Doubles.toFloats(Doubles.normal(COUNT, 1, 1));
    }

    private static float[] gradients(int step) {
        return Doubles.toFloats(Doubles.normal(COUNT, 0.3, 10 + step));
    }
}

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow-Java on one thread. Each argument is a network, {@code WIDTHS,ACTIVATION,BATCH,sgd};
 * for each it prints a line with the argument and the samples per second. One batch is repeated: no
 * time goes into data.
 */
public class TensorFlowPeer {

    public static void main(String[] networks) {
        for (String network : networks) {
            String[] parts = network.split(",");
            if (parts[3].equals("sgd")) {
                int[] widths = Arrays.stream(parts[0].split("-")).mapToInt(Integer::parseInt).toArray();
                double speed = speed(widths, parts[1], Integer.parseInt(parts[2]));
                System.out.printf(Locale.ROOT, "%s %.0f%n", network, speed);
            }
        }
    }

    private static double speed(int[] widths, String activation, int batch) {
        Random random = new Random(1);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            int outputs = widths[widths.length - 1];
            var x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batch, widths[0])));
            var y = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batch, outputs)));
            List<Variable<TFloat32>> parameters = new ArrayList<>();
            List<Op> assignments = new ArrayList<>();
            Operand<TFloat32> hidden = x;
            for (int layer = 1; layer < widths.length; layer++) {
                float[][] initial = normal(random, widths[layer - 1], widths[layer]);
                var weights = tf.variable(Shape.of(widths[layer - 1], widths[layer]), TFloat32.class);
                var bias = tf.variable(Shape.of(widths[layer]), TFloat32.class);
                assignments.add(tf.assign(weights, tf.constant(initial)));
                assignments.add(tf.assign(bias, tf.constant(new float[widths[layer]])));
                parameters.add(weights);
                parameters.add(bias);
                hidden = tf.math.add(tf.linalg.matMul(hidden, weights), bias);
                if (layer < widths.length - 1) {
                    hidden = activation.equals("relu") ? tf.nn.relu(hidden) : tf.math.sigmoid(hidden);
                }
            }
            var loss =
                    tf.math.mean(
                            tf.nn.softmaxCrossEntropyWithLogits(hidden, y).loss(), tf.constant(0));
            var gradients = tf.gradients(loss, parameters);
            List<Op> updates = new ArrayList<>();
            for (int i = 0; i < parameters.size(); i++) {
                updates.add(
                        tf.train.applyGradientDescent(
                                parameters.get(i), tf.constant(0.01f), gradients.<TFloat32>dy(i)));
            }
            ConfigProto oneThread =
                    ConfigProto.newBuilder()
                            .setIntraOpParallelismThreads(1)
                            .setInterOpParallelismThreads(1)
                            .build();
            try (Session session = new Session(graph, oneThread);
                    TFloat32 inputs =
                            TFloat32.tensorOf(
                                    StdArrays.ndCopyOf(normal(random, batch, widths[0])));
                    TFloat32 answers =
                            TFloat32.tensorOf(StdArrays.ndCopyOf(oneHot(batch, outputs)))) {
                run(session.runner(), assignments);
                return Windows.median(
                        batch,
                        () -> run(session.runner().feed(x, inputs).feed(y, answers), updates));
            }
        }
    }

    private static void run(Session.Runner runner, List<Op> targets) {
        targets.forEach(runner::addTarget);
        runner.run().close();
    }

    private static float[][] normal(Random random, int rows, int columns) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (random.nextGaussian() * Math.sqrt(2.0 / rows));
            }
        }
        return values;
    }

    private static float[][] oneHot(int rows, int classes) {
        float[][] values = new float[rows][classes];
        for (int row = 0; row < rows; row++) {
            values[row][row % classes] = 1;
        }
        return values;
    }
}

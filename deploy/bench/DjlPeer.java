import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Locale;

/** DJL with PyTorch on one thread; arguments and output as those of TensorFlowPeer. */
public class DjlPeer {

    public static void main(String[] networks) {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        for (String network : networks) {
            System.out.printf(Locale.ROOT, "%s %.0f%n", network, speed(network.split(",")));
        }
    }

    private static double speed(String[] parts) {
        String[] widths = parts[0].split("-");
        int batch = Integer.parseInt(parts[2]);
        SequentialBlock block = new SequentialBlock();
        for (int layer = 1; layer < widths.length; layer++) {
            block.add(Linear.builder().setUnits(Integer.parseInt(widths[layer])).build());
            if (layer < widths.length - 1) {
                block.add(parts[1].equals("relu") ? Activation::relu : Activation::sigmoid);
            }
        }
        Tracker rate = Tracker.fixed(parts[3].equals("sgd") ? 0.01f : 0.0001f);
        Optimizer optimizer =
                parts[3].equals("sgd")
                        ? Optimizer.sgd().setLearningRateTracker(rate).build()
                        : Optimizer.adam().optLearningRateTracker(rate).build();
        try (Model model = Model.newInstance("peer")) {
            model.setBlock(block);
            var training =
                    new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                            .optOptimizer(optimizer)
                            .optDevices(new Device[] {Device.cpu()});
            try (Trainer trainer = model.newTrainer(training)) {
                Shape shape = new Shape(batch, Integer.parseInt(widths[0]));
                trainer.initialize(shape);
                NDManager manager = trainer.getManager();
                NDArray inputs = manager.randomNormal(shape);
                NDArray labels =
                        manager.randomInteger(0, 10, new Shape(batch), DataType.INT64)
                                .toType(DataType.FLOAT32, true);
                return Windows.median(
                        batch,
                        () -> {
                            try (GradientCollector gradients = trainer.newGradientCollector()) {
                                NDList outputs = trainer.forward(new NDList(inputs));
                                NDArray loss = trainer.getLoss().evaluate(new NDList(labels), outputs);
                                gradients.backward(loss);
                                outputs.close();
                                loss.close();
                            }
                            trainer.step();
                        });
            }
        }
    }
}

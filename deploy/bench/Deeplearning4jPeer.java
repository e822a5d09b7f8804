import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j on one thread; arguments and output as those of TensorFlowPeer. */
public class Deeplearning4jPeer {

    public static void main(String[] networks) {
        for (String network : networks) {
            System.out.printf(Locale.ROOT, "%s %.0f%n", network, speed(network.split(",")));
        }
    }

    private static double speed(String[] parts) {
        String[] widths = parts[0].split("-");
        int batch = Integer.parseInt(parts[2]);
        int last = widths.length - 1;
        var layers =
                new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .updater(parts[3].equals("sgd") ? new Sgd(0.01) : new Adam(0.0001))
                        .weightInit(WeightInit.RELU)
                        .list();
        for (int layer = 1; layer < last; layer++) {
            layers.layer(
                    new DenseLayer.Builder()
                            .nIn(Integer.parseInt(widths[layer - 1]))
                            .nOut(Integer.parseInt(widths[layer]))
                            .activation(parts[1].equals("relu") ? Activation.RELU : Activation.SIGMOID)
                            .build());
        }
        layers.layer(
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(Integer.parseInt(widths[last - 1]))
                        .nOut(Integer.parseInt(widths[last]))
                        .activation(Activation.SOFTMAX)
                        .build());
        MultiLayerNetwork model = new MultiLayerNetwork(layers.build());
        model.init();
        INDArray inputs = Nd4j.randn(batch, Integer.parseInt(widths[0]));
        INDArray labels = Nd4j.zeros(batch, Integer.parseInt(widths[last]));
        for (int row = 0; row < batch; row++) {
            labels.putScalar(row, row % labels.columns(), 1);
        }
        return Windows.median(batch, () -> model.fit(inputs, labels));
    }
}

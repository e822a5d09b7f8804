package glissade.optim;

/**
 * The oracle: PyTorch's update rules in float64, word for word, sharing no code with {@link
 * Optimizer}. Updates the parameters in place.
 */
public final class ReferenceOptimizer {
    private final OptimizerDescription description;
    private final double[] first;
    private final double[] second;
    private int steps;

    public ReferenceOptimizer(OptimizerDescription description, int parameterCount) {
        this.description = description;
        first = new double[parameterCount];
        second = new double[parameterCount];
    }

    /** One step against the mean gradient. */
    public void step(double[] parameters, double[] gradient, double learningRate) {
        steps++;
        for (int i = 0; i < parameters.length; i++) {
            double g = gradient[i];
            if (description.name().equals("adamw")) {
                parameters[i] *= 1 - learningRate * description.weightDecay();
            } else {
                g += description.weightDecay() * parameters[i];
            }
            parameters[i] -= learningRate * direction(i, g);
        }
    }

    private double direction(int i, double g) {
        return switch (description.name()) {
            case "sgd" -> g;
            case "momentum" -> {
                first[i] = description.momentum() * first[i] + g;
                yield first[i];
            }
            case "nesterov" -> {
                first[i] = description.momentum() * first[i] + g;
                yield g + description.momentum() * first[i];
            }
            case "adagrad" -> {
                first[i] += g * g;
                yield g / (Math.sqrt(first[i]) + description.epsilon());
            }
            case "rmsprop" -> {
                first[i] = description.beta2() * first[i] + (1 - description.beta2()) * g * g;
                yield g / (Math.sqrt(first[i]) + description.epsilon());
            }
            case "adam", "adamw" -> {
                double beta1 = description.beta1();
                double beta2 = description.beta2();
                first[i] = beta1 * first[i] + (1 - beta1) * g;
                second[i] = beta2 * second[i] + (1 - beta2) * g * g;
                double mean = first[i] / (1 - Math.pow(beta1, steps));
                double square = second[i] / (1 - Math.pow(beta2, steps));
                yield mean / (Math.sqrt(square) + description.epsilon());
            }
            default -> throw new IllegalArgumentException(description.name());
        };
    }
}

package glissade.evaluation;

import glissade.nn.Activation;

/** What the outputs of a network that classifies are. */
public enum OutputMeaning {
    /** One probability for each class; they add up to 1. */
    PROBABILITIES,
    /** A single output: the probability of the second of two classes. */
    SECOND_OF_TWO,
    /** Anything else: the largest output speaks for its class, but there are no probabilities. */
    SCORES;

    /** What the outputs of a classifier with this last layer are. */
    public static OutputMeaning of(Activation output, int outputs) {
        if (output == Activation.SOFTMAX) {
            return PROBABILITIES;
        }
        return output == Activation.SIGMOID && outputs == 1 ? SECOND_OF_TWO : SCORES;
    }

    /** Whether the outputs say how sure the network is. */
    public boolean areProbabilities() {
        return this != SCORES;
    }
}

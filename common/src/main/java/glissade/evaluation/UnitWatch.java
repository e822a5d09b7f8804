package glissade.evaluation;

/** What can be wrong with the units of hidden layers, depending on their activation. */
public enum UnitWatch {
    /** ReLU: units that are above 0 for no sample of the whole data set. */
    DEAD,
    /**
     * Sigmoid and tanh: activations where the slope is almost nothing, sigmoid below 0.01 or above
     * 0.99, tanh beyond ±0.98 (the same place: tanh z = 2 sigmoid(2 z) - 1).
     */
    SATURATED,
    /** Other activations, or networks too large to watch. */
    NOTHING
}

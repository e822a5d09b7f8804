package glissade.optim;

/** The same learning rate in every step. */
record ConstantSchedule(double rate) implements Schedule {

    ConstantSchedule {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "learningRate must be a positive number: learningRate=" + rate);
        }
    }

    @Override
    public double learningRate(long step) {
        return rate;
    }
}

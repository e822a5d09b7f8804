package glissade.optim;

/** Requirement G2. */
class NesterovTest extends OptimizerContract {

    @Override
    OptimizerDescription description() {
        return OptimizerDescription.of("nesterov").withMomentum(0.8).withWeightDecay(0.03);
    }
}

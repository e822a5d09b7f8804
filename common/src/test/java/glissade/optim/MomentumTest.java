package glissade.optim;

/** Requirement G2. */
class MomentumTest extends OptimizerContract {

    @Override
    OptimizerDescription description() {
        return OptimizerDescription.of("momentum").withMomentum(0.8).withWeightDecay(0.03);
    }
}

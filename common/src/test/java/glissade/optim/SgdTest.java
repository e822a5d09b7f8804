package glissade.optim;

/** Requirement G2. */
class SgdTest extends OptimizerContract {

    @Override
    OptimizerDescription description() {
        return OptimizerDescription.of("sgd").withWeightDecay(0.03);
    }
}

package glissade.optim;

/** Requirement G2. */
class RmsPropTest extends OptimizerContract {

    /** An epsilon so large that its place in the formula shows. */
    @Override
    OptimizerDescription description() {
        return new OptimizerDescription("rmsprop", 0.9, 0.9, 0.9, 0.1, 0.03);
    }
}

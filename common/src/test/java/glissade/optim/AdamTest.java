package glissade.optim;

/** Requirement G2. */
class AdamTest extends OptimizerContract {

    /** An epsilon so large that its place in the formula shows. */
    @Override
    OptimizerDescription description() {
        return new OptimizerDescription("adam", 0.9, 0.8, 0.95, 0.1, 0.02);
    }
}

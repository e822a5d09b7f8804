package glissade.optim;

class MomentumTest extends OptimizerContract {

    @Override
    OptimizerDescription description() {
        return OptimizerDescription.momentum(0.8);
    }
}

package glissade.optim;

class SgdTest extends OptimizerContract {

    @Override
    OptimizerDescription description() {
        return OptimizerDescription.of("sgd");
    }
}

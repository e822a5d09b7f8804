package glissade.worker.step;

import glissade.evaluation.EvaluationScope;
import glissade.evaluation.LayerTally;
import glissade.evaluation.Tally;
import glissade.nn.Network;
import glissade.nn.Propagation;
import java.util.ArrayList;
import java.util.List;

/** All that one lane counts in an evaluation. Confined to the lane. */
final class LaneTally {

    private final AnswerCounts answers;
    private final List<UnitScan> scans = new ArrayList<>();
    private final int outputs;

    LaneTally(Network network, EvaluationScope scope) {
        answers = new AnswerCounts(scope);
        outputs = network.description().outputs();
        List<Integer> watched = scope.watchedUnits();
        for (int layer = 0; layer < watched.size(); layer++) {
            scans.add(
                    new UnitScan(layer, watched.get(layer), scope, network.description().hidden()));
        }
    }

    /** Counts rows that went forward. */
    void count(Propagation propagation, int fromRow, int toRow) {
        answers.count(propagation, outputs, fromRow, toRow);
        for (UnitScan scan : scans) {
            scan.look(propagation, fromRow, toRow);
        }
    }

    Tally tally() {
        List<LayerTally> layers = new ArrayList<>();
        for (UnitScan scan : scans) {
            layers.add(scan.tally());
        }
        return new Tally(
                answers.undecided(),
                answers.ranks(),
                answers.classes(),
                answers.confusion().cells(),
                layers);
    }
}

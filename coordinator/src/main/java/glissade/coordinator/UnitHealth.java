package glissade.coordinator;

import glissade.evaluation.LayerFigures;
import glissade.evaluation.UnitWatch;
import glissade.nn.Activation;
import glissade.run.RunEvent;
import glissade.run.WarningKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Follows the health of the hidden layers from evaluation to evaluation: every one becomes an
 * event, and a layer of which much is dead or saturated is warned of, once. Plain state of the
 * coordinator's actor.
 */
final class UnitHealth {

    /** From a few dead units a network recovers; without half of a layer it is another one. */
    private static final double MANY_DEAD = 0.5;

    /** Trained sigmoid layers have a third to a half of their activations near 0 or 1. */
    private static final double MANY_SATURATED = 0.75;

    private final Activation hidden;
    private final Set<Integer> warnedOf = new HashSet<>();

    /**
     * @param hidden activation of the hidden layers
     */
    UnitHealth(Activation hidden) {
        this.hidden = hidden;
    }

    /**
     * What is to be told of an evaluation.
     *
     * @param when the evaluation ran, in words: {@code after epoch 3}
     */
    List<RunEvent> measured(long step, String when, List<LayerFigures> layers) {
        List<RunEvent> events = new ArrayList<>();
        if (layers.isEmpty()) {
            return events;
        }
        boolean dead = layers.getFirst().watch() == UnitWatch.DEAD;
        WarningKind kind = dead ? WarningKind.DEAD_UNITS : WarningKind.SATURATED_UNITS;
        List<RunEvent.LayerHealth> shares = new ArrayList<>();
        for (LayerFigures layer : layers) {
            shares.add(new RunEvent.LayerHealth(layer.layer(), layer.units(), layer.share()));
        }
        events.add(new RunEvent.Health(step, kind, shares));
        for (LayerFigures layer : layers) {
            boolean ill = layer.share() >= (dead ? MANY_DEAD : MANY_SATURATED);
            if (ill && warnedOf.add(layer.layer())) {
                events.add(
                        new RunEvent.Warning(
                                step, kind, dead ? dead(layer, when) : saturated(layer, when)));
            }
        }
        return events;
    }

    private static String dead(LayerFigures layer, String when) {
        return share(layer)
                + " % of the ReLU units are dead "
                + when
                + " (0 for every sample): try a smaller --lr or --activation leaky-relu";
    }

    private String saturated(LayerFigures layer, String when) {
        return share(layer)
                + " % of the "
                + hidden.optionName()
                + " activations are saturated "
                + when
                + " (where the slope is almost 0): try a smaller --lr, --layer-norm true or"
                + " --activation relu";
    }

    private static String share(LayerFigures layer) {
        return String.format(Locale.ROOT, "layer %d: %.0f", layer.layer(), 100 * layer.share());
    }
}

package glissade.check;

import glissade.nn.NetworkDescription;
import glissade.run.GivenOptions;
import glissade.run.RunConfiguration;
import glissade.run.RunOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same run with layer normalisation and dropout, which most runs do without. */
public final class Variation {

    /** Half the units: no other share has more masks. */
    private static final double DROPOUT = 0.5;

    private Variation() {}

    /**
     * A run with layer normalisation and dropout, beginning from parameters drawn anew; null where
     * they have no place, or the run has both itself.
     */
    public static @Nullable RunConfiguration of(RunConfiguration run) {
        NetworkDescription network = run.model().network();
        double dropout = run.training().regularization().dropout();
        if (reasonForNone(run) != null) {
            return null;
        }
        RunConfiguration drawn =
                new RunConfiguration(
                        run.data(),
                        new RunConfiguration.Model(
                                network,
                                run.model().initialization(),
                                null,
                                run.model().initialSeed(),
                                1),
                        run.training(),
                        run.cluster(),
                        run.output());
        return RunConfiguration.of(
                GivenOptions.none()
                        .text(drawn.toHocon())
                        .commandLine(
                                Map.of(
                                        RunOptions.LAYER_NORM.name(),
                                        "true",
                                        RunOptions.DROPOUT.name(),
                                        String.valueOf(dropout > 0 ? dropout : DROPOUT))));
    }

    /** Why {@link #of} gives nothing, in words; null where it does. */
    public static @Nullable String reasonForNone(RunConfiguration run) {
        NetworkDescription network = run.model().network();
        if (network.layers() == 1) {
            return "there are no hidden layers";
        }
        if (network.widths().subList(1, network.layers()).contains(1)) {
            return "there is a hidden layer of one unit";
        }
        boolean dropout = run.training().regularization().dropout() > 0;
        return network.layerNorm() && dropout ? "the network above has both" : null;
    }
}

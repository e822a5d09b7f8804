package glissade.run;

import glissade.collective.UnitRounding;
import glissade.nn.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is held back as tensors, and back: {@code residual.U.layer.N.weight} and so on, U the unit
 * from 0, without gaps.
 */
final class ResidualTensors {

    private static final Pattern NAME = Pattern.compile("residual\\.(\\d{1,9})\\..*");

    private ResidualTensors() {}

    /** The tensors of these vectors, unit by unit. */
    static List<Tensor> of(ParameterLayout layout, float[][] residuals) {
        List<Tensor> tensors = new ArrayList<>();
        for (int unit = 0; unit < residuals.length; unit++) {
            tensors.addAll(ParameterTensors.of(prefix(unit), layout, residuals[unit]));
        }
        return tensors;
    }

    /**
     * The vectors, unit by unit. How many there have to be the data decide, too: a mini-batch of
     * few slices has fewer units than are asked for.
     *
     * @param rounding of the run that wrote the file
     * @param source for messages: the file
     * @throws ConfigurationException if those of a unit are missing where later ones are there, or
     *     there are more than the run has units
     */
    static float[][] collect(
            SafeTensors tensors, UnitRounding rounding, ParameterLayout layout, String source) {
        TreeSet<Integer> units = new TreeSet<>();
        for (String name : tensors.names()) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                units.add(Integer.parseInt(matcher.group(1)));
            }
        }
        int most = rounding.holdsBack() ? rounding.units() : 0;
        if (!units.isEmpty() && units.last() >= most) {
            throw refused(
                    source,
                    "no more than " + most + " units that hold something back",
                    "residual." + units.last());
        }
        float[][] residuals = new float[units.size()][];
        for (int unit = 0; unit < residuals.length; unit++) {
            if (!units.contains(unit)) {
                throw refused(
                        source,
                        (units.last() + 1) + " units that hold something back",
                        residuals.length + ", residual." + unit + " is missing");
            }
            residuals[unit] = ParameterTensors.collect(tensors, prefix(unit), layout, source);
        }
        return residuals;
    }

    private static ConfigurationException refused(String source, String expected, String found) {
        return new ConfigurationException(
                source
                        + ": expected "
                        + expected
                        + ", found "
                        + found
                        + "; use another checkpoint");
    }

    private static String prefix(int unit) {
        return "residual." + unit + ".";
    }
}

package glissade.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Reads the golden numbers in {@code src/test/resources/golden}.
 *
 * <p>{@code worked-example.json} is the 2-2-2 sigmoid network of a teaching text, worked on to
 * 10,000 steps; {@code pytorch-reference.json} holds gradients and optimizer trajectories that
 * PyTorch 1.13 computed in float64, seed 20261120; {@code schedules.json} learning rates, written
 * by the script beside it. Arrays of equal rows come back row-major.
 */
public final class Golden {
    private Golden() {}

    public static JsonNode workedExample() {
        return read("worked-example.json");
    }

    public static JsonNode pytorch() {
        return read("pytorch-reference.json");
    }

    public static JsonNode schedules() {
        return read("schedules.json");
    }

    private static JsonNode read(String name) {
        try (InputStream stream = Golden.class.getResourceAsStream("/golden/" + name)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(stream, name));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The numbers of an array of numbers. */
    public static double[] vector(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).doubleValue();
        }
        return values;
    }

    /** The rows of an array of arrays. */
    public static double[][] matrix(JsonNode array) {
        double[][] rows = new double[array.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = vector(array.get(i));
        }
        return rows;
    }
}

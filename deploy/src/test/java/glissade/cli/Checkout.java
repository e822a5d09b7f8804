package glissade.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the sources are, for tests that run the launcher. */
final class Checkout {

    private Checkout() {}

    /** The directory with {@code mvnw}: Maven says it, an IDE starts tests below it. */
    static Path root() {
        String told = System.getProperty("glissade.checkout");
        Path start = Path.of(told == null ? "" : told).toAbsolutePath();
        for (@Nullable Path place = start; place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("mvnw"))) {
                return place;
            }
        }
        throw new AssertionError("no checkout around " + start);
    }
}

package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    private static final List<String> NAMES = List.of("workers", "threads", "lr", "batch");

    @Test
    void shouldFindTheNameThatWasMeant() {
        assertThat(NearestName.among(NAMES, "workres")).isEqualTo("workers");
        assertThat(NearestName.among(NAMES, "thread")).isEqualTo("threads");
        assertThat(NearestName.among(NAMES, "l")).isEqualTo("lr");
    }

    @Test
    void shouldFindNoneWhenTooMuchIsWrong() {
        assertThat(NearestName.among(NAMES, "colour")).isNull();
        assertThat(NearestName.among(NAMES, "xy")).isNull();
        assertThat(NearestName.among(NAMES, "")).isNull();
    }
}

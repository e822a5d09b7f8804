package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.data.DataException;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void shouldTellAFaultOfTheDataAsSuchWhereverItComesUp() {
        DataException data = new DataException("x.csv: damaged");

        assertThat(Faults.words(data)).isEqualTo("x.csv: damaged");
        assertThat(Faults.words(new IllegalStateException("a lane failed", data)))
                .isEqualTo("x.csv: damaged");
        assertThat(
                        Faults.words(
                                new InternalError(
                                        "a fault occurred in an unsafe memory access operation")))
                .startsWith("a part of the data is gone: a file grew shorter");
        assertThat(Faults.words(new IllegalStateException("hm")))
                .isEqualTo("unexpected java.lang.IllegalStateException: hm");
    }
}

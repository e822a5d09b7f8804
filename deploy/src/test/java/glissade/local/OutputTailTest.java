package glissade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    private final List<String> heard = new ArrayList<>();
    private final OutputTail tail = new OutputTail(heard::add);

    @Test
    void shouldLeaveOutTheWarningThatEveryJvmWithVectorsPrints() {
        read("WARNING: Using incubator modules: jdk.incubator.vector\nreal trouble\n");

        assertThat(tail.lines()).containsExactly("real trouble");
        assertThat(heard).containsExactly("real trouble");
    }

    @Test
    void shouldKeepTheLastLinesOnlyWhenThereAreMany() {
        read("line\n".repeat(1_000) + "last");

        assertThat(tail.lines()).hasSize(50).endsWith("last");
    }

    @Test
    void shouldCutALineThatNeverEnds() {
        read("x".repeat(100_000));

        assertThat(tail.lines()).containsExactly("x".repeat(2_000));
    }

    private void read(String output) {
        tail.readAll(new BufferedReader(new StringReader(output)));
    }
}

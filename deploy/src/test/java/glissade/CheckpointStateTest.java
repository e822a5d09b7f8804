package glissade;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.TrainingState;
import glissade.run.Checkpoints;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a checkpoint holds is the same bits, whoever had it in memory: one averager all of it, or
 * each worker its range. With all roles in this JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class CheckpointStateTest {

    /** Four buckets of one block each: of five workers one owns nothing. */
    private static final String FOUR_BUCKETS = "bucket = 4096\n";

    @TempDir Path temp;

    private RunBed bed;
    private @Nullable TrainingState alone;

    @BeforeEach
    void makeBed() {
        bed = new RunBed(RunTest.SMALL + FOUR_BUCKETS, temp);
    }

    private TrainingState newest(String options) throws Exception {
        RunDirectory directory = bed.directory(options);
        assertThat(bed.run(options, directory, RunListener.silent()).message()).isEmpty();
        return Checkpoints.newestWhole(directory.checkpoints()).checkpoint().state();
    }

    private TrainingState alone() throws Exception {
        if (alone == null) {
            alone = newest("workers = 1\nname = alone");
        }
        return alone;
    }

    @ParameterizedTest(name = "{0}, {1} workers")
    @CsvSource({"star,2", "star,4", "sharded,2", "sharded,3", "sharded,4", "sharded,5"})
    void shouldHoldTheSameBitsWhoeverHadThemInMemory(String averaging, int workers)
            throws Exception {
        TrainingState state =
                newest("name = many\naveraging = " + averaging + "\nworkers = " + workers);

        assertThat(state.step()).isEqualTo(alone().step());
        assertThat(state.parameters()).isEqualTo(alone().parameters());
        assertThat(state.optimizerState()).hasDimensions(2, state.parameters().length);
        assertThat(state.optimizerState()).isDeepEqualTo(alone().optimizerState());
        assertThat(state.memory()).isEqualTo(alone().memory());
    }
}

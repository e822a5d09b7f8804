package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot be used is refused with exit code 2 and one line on stderr that names the thing, its
 * place and the mend; nothing is left behind.
 */
@Timeout(60)
class BadInputTest {

    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final int COUNT = 10;
    private static final int PIXELS = 28 * 28;

    @TempDir Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        byte[] images = idx(COUNT * PIXELS, IMAGES, COUNT, 28, 28);
        byte[] labels = idx(COUNT, LABELS, COUNT);
        write("images", images);
        write("labels", labels);
        write("cut", java.util.Arrays.copyOf(images, images.length - 100));
        write("magic", idx(COUNT * PIXELS, 0x903, COUNT, 28, 28));
        write("nine", idx(9, LABELS, 9));
        labels[labels.length - 1] = 10;
        write("ten", labels);
        write("syntax.conf", "lr = 0.1\nmodel = {\n".getBytes(StandardCharsets.UTF_8));
        write("key.conf", "lr = 0.1\nepoch = 3\n".getBytes(StandardCharsets.UTF_8));
        write("file", new byte[0]);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("train --workres 4", "--workres", "did you mean --workers?"),
                refusal("train --learning-rate 1", "--learning-rate", "did you mean --lr?"),
                refusal("trian", "\"trian\"", "did you mean glissade train?"),
                refusal("train --data no/where", "--data", "no/where", "no such directory"),
                refusal("train --data idx:cut,labels --holdout 0.5", "/cut: ", "7856", "7756"),
                refusal("train --data idx:magic,labels --holdout 0.5", "/magic: ", "0x00000903"),
                refusal("train --data idx:images,nine --holdout 0.5", "10 images but 9 labels"),
                refusal("train --data idx:images,ten --holdout 0.5", "/ten: ", "offset 17"),
                refusal("train --model 784-16", "--model", "expected 10 outputs", "found 16"),
                refusal("train --lr -1", "--lr: expected a number above 0, found \"-1\""),
                refusal("train --workers 0", "--workers: expected a whole number from 1"),
                refusal("train --optimizer sdg", "--optimizer", "did you mean sgd?"),
                refusal("train --preprocess zca-whitn", "did you mean zca-whiten?"),
                refusal(
                        "train --preprocess pca-whiten --model 3072-10",
                        "--preprocess pca-whiten",
                        "at most 2048 inputs, found 3072",
                        "72 MiB",
                        "use --preprocess standardize"),
                refusal("train --config syntax.conf", "syntax.conf:3"),
                refusal("train --config key.conf", "key.conf:2: epoch", "did you mean epochs?"),
                refusal("train --config none.conf", "none.conf", "no such file"),
                refusal(
                        "train --timeline none/trace.json",
                        "/none/trace.json: cannot be written: no such file or directory",
                        "name a file in a directory that can be written to"),
                refusal(
                        "train --timeline trace.json --restarts 3",
                        "--timeline trace.json: one file cannot take the timelines of --restarts 3",
                        "leave one of the two out"),
                refusal("train --out file/x", "--out file/x", "is a file"),
                refusal(
                        "train --replicas 5",
                        "--replicas 5: a mini-batch of 64 samples has only 4 slices",
                        "use at most 4, or a smaller --slice"),
                refusal(
                        "train --replicas 2 --averaging sharded",
                        "--averaging sharded: replicas are averaged in one place (--replicas 2)"),
                refusal(
                        "train --replicas 2 --gradient-precision bf16",
                        "--gradient-precision bf16: no gradient travels with --replicas 2"),
                refusal(
                        "train --replicas 2 --gradient-threshold 0.01",
                        "--gradient-threshold 0.01: no gradient travels with --replicas 2; leave"
                                + " one of the two out"),
                refusal(
                        "train --gradient-threshold 0.01 --averaging star",
                        "--gradient-threshold 0.01: what is held back is kept by workers that"
                                + " average; leave --averaging star out, or use averaging sharded"),
                refusal("train --sync-every 4", "--sync-every 4: has no effect without replicas"),
                refusal(
                        "train --restarts 3 --validation 0",
                        "--restarts 3: there are no validation data",
                        "use --validation 0.1"),
                refusal(
                        "train --restarts 3 --initial-parameters x",
                        "all would begin from the parameters of --initial-parameters x"),
                refusal("coordinator --restarts 3", "use glissade train", "--init-seed"),
                refusal("coordinator --bind 0.0.0.0:25520", "--bind", "use 127.0.0.1:25520"),
                refusal("evaluate none", "none", "no such file"),
                refusal("evaluate none --workers 0", "--workers 0", "from 1 to 1024"),
                refusal("evaluate none --workers two", "--workers", "two"),
                refusal("bench gemm --gradient 3x4", "--gradient: expected three whole numbers"),
                refusal("bench gemm --slice 0", "--slice: expected a whole number of at least 1"),
                refusal("resume .", "run.conf"));
    }

    private static Arguments refusal(String arguments, String... words) {
        return Arguments.of(arguments, List.of(words));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldRefuseInOneLineAndLeaveNothingBehind(String arguments, List<String> words)
            throws InterruptedException {
        Cli cli = new Cli(directory);
        List<String> before = cli.leftBehind();

        Cli.Result result = cli.run(arguments.split(" "));

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.err()).startsWith("glissade: ").endsWith("\n").hasLineCount(1);
        assertThat(result.err()).contains(words);
        assertThat(result.out()).isEmpty();
        assertThat(cli.leftBehind()).isEqualTo(before);
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
    }

    private static byte[] idx(int length, int... header) {
        ByteBuffer bytes = ByteBuffer.allocate(header.length * Integer.BYTES + length);
        for (int number : header) {
            bytes.putInt(number);
        }
        for (int i = 0; i < length; i++) {
            bytes.put((byte) (i % COUNT));
        }
        return bytes.array();
    }
}

package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data that cannot be used are refused with exit code 2 and one line on stderr: file, line or
 * offset, column, what was expected, what was found, how to mend it. Nothing is left behind.
 * Requirements D2 and D4.
 */
@Timeout(60)
class BadDataTest {

    private static final int LONGEST_MESSAGE = 4 << 10;
    private static final Shutdown SHUTDOWN = Shutdown.watch(() -> {});

    @TempDir static Path directory;

    @BeforeAll
    static void writeFiles() throws IOException {
        SHUTDOWN.finished();
        BadData.write(directory);
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                csv("short-row.csv", ":3: expected 3 columns, as in line 1, found 2; add or take"),
                csv("long-row.csv", ":3: expected 3 columns, as in line 1, found 4"),
                csv(
                        "word.csv",
                        ":3: column \"width\": expected a number, as in line 2, found \"four\";"
                                + " correct it, or take the column for texts with"
                                + " ,categorical=width"),
                csv(
                        "comma.csv",
                        ":3: column \"length\": expected a number",
                        "found \"1,5\" (a decimal comma? write 1.5)"),
                csv(
                        "nan.csv",
                        ":3: column \"length\": expected a value, found \"NaN\"; fill it in, or use"
                                + " --missing mean or --missing drop"),
                csv("inf.csv", ":3: column \"width\": expected a finite number, found \"-Inf\""),
                csv("empty.csv", ":2: column \"width\": expected a value, found nothing"),
                csv("huge.csv", ":2: column \"length\": expected a finite number, found \"1e999\""),
                csv("no-class.csv", ":3: column \"kind\": expected a class, found nothing"),
                csv(
                        "all-missing.csv --missing drop",
                        "/all-missing.csv: --missing drop leaves none of 2 rows"),
                csv("unclosed.csv", ":3: the quote opened in this line is never closed"),
                csv("after-quote.csv", ":2: expected a comma or the end of the line", "\"b\""),
                csv("header.csv", "/header.csv: no data rows"),
                csv(
                        "nothing.csv",
                        "/nothing.csv: the file is empty; expected a line with the names"),
                csv("twice.csv", ":1: columns 1 and 3 are both called \"length\"; give each"),
                csv("numbers.csv", ":1: expected a header", "found numbers: 1.5, 2, 3; put a line"),
                csv("semicolons.csv", ":1: expected columns with commas between", "with commas"),
                csv("one-column.csv", ":1: expected at least two columns", "found kind"),
                csv("good.csv,label=kynd", ":1: no column \"kynd\" (did you mean \"kind\"?)"),
                csv("good.csv,label=7", "no column \"7\"", "columns are: length, width, kind"),
                csv("good.csv,target=kind", ":2: column \"kind\": expected a number, found \"a\""),
                csv("good.csv,lable=kind", "label=, target=,", "(did you mean label=?)"),
                csv("good.csv,label=kind,target=width", "expected one label= or target="),
                csv("god.csv", "/god.csv: no such file; nearest: good.csv; expected a CSV file"),
                csv(".", ": not a regular file; expected a CSV file"),
                csv("keys.csv", ":1002: column \"name\": expected at most 1000", ",ignore=name"),
                csv("wide.csv", ":1: more than 100000 columns: is this CSV?"),
                csv("line.csv", "/line.csv: line 1 is longer than 16 MiB: is this CSV?"),
                csv(
                        "latin1.csv",
                        "/latin1.csv: byte 15: not UTF-8 (0xe4); if this is Latin-1, convert it with"
                                + " iconv -f LATIN1 -t UTF-8"),
                csv("utf16.csv", "byte 0: not UTF-8 (0xff 0xfe is a UTF-16 mark)", "iconv"),
                csv("nul.csv", "/nul.csv: byte 13: expected text, found NUL", "iconv"),
                csv("packed.csv", "found 0x1f 0x8b: this is gzip; name it *.gz or gunzip it"),
                csv("cut.csv.gz", "gzip data ends after 20 unpacked bytes; copy the file again"));
    }

    static Stream<Arguments> fits() {
        return Stream.of(
                train("csv:@good.csv --model 2-2", "has no test part", "--holdout 0.2"),
                train("csv:@good.csv --holdout 0.5 --model 3-2", "have 2 values", "takes 3"),
                train(
                        "csv:@good.csv --holdout 0.5 --model 2-3",
                        "--model: expected 2 outputs, one for each class of csv:"),
                train(
                        "csv:@good.csv --holdout 0.5 --model 2-2 --batch 3",
                        "--batch 3",
                        "2 training"),
                train(
                        "csv:@price.csv --holdout 0.5 --model 1-1 --loss cross-entropy",
                        "--loss cross-entropy: needs data with classes, but target price of"),
                train(
                        "csv:@price.csv --holdout 0.5 --model 1-4 --loss mse",
                        "--model: expected 1 output for target price",
                        "end the model in -1"),
                train(
                        "csv:@good.csv --test csv:@unseen.csv --model 2-2",
                        "/unseen.csv:3: column \"kind\": expected a class of the training data, found"
                                + " \"c\"; known classes are a, b; correct it, or train with data"),
                train(
                        "csv:@good.csv --test csv:@renamed.csv --model 2-2",
                        "/renamed.csv:1: column \"breadth\": the training data have no such column"),
                train(
                        "csv:@good.csv --test csv:@further.csv --model 2-2",
                        "/further.csv:1: column \"height\"",
                        ",ignore=height"),
                train(
                        "csv:@good.csv --test csv:@word-test.csv --model 2-2",
                        ":2: column \"width\": expected a number, as in the training data, found"
                                + " \"x\""),
                train(
                        "csv:@good.csv --test csv:@price.csv --model 2-2",
                        "/price.csv:1: column \"kind\" of the training data is absent; columns are:"
                                + " length, price"),
                train(
                        "csv:@colours.csv --test csv:@colours-test.csv --model 2-2",
                        ":2: column \"colour\": expected a text of the training data, found \"grey\";"
                                + " known texts are blue, red"),
                train("@good.csv --model 2-2", "good.csv is a file", "csv:FILE"),
                refusal(
                        "evaluate @model.safetensors --data csv:@unseen.csv",
                        "/unseen.csv:3: column \"kind\": expected a class of the training data"),
                refusal(
                        "evaluate @model.safetensors --data csv:@renamed.csv",
                        "/renamed.csv:1: column \"breadth\": the training data have no such column"));
    }

    static Stream<Arguments> images() {
        return Stream.of(
                idx("image,labels", "/image: no such file; nearest: images; expected an IDX file"),
                idx("empty-images,labels", "expected at least a 16-byte IDX header, found 0 bytes"),
                idx("three-bytes,labels", "expected at least a 16-byte IDX header, found 3 bytes"),
                idx("packed-images,labels", "this is gzip; name it *.gz or gunzip it"),
                idx(
                        "other-magic,labels",
                        "offset 0: expected 0x00000803 (images), found 0x00000903"),
                idx("labels,images", "found 0x00000801", "images and labels swapped?"),
                idx("images,nine-labels", "/images: 10 images but 9 labels in", "belong together"),
                idx(
                        "lying,labels",
                        "header promises 79228162458924105385300197391 bytes, found 76"),
                idx("cut-images,labels", "promises 76 bytes, found 68 bytes (image 9 is cut)"),
                idx("more-images,labels", "promises 76 bytes, found 81 bytes (5 too many)"),
                idx(
                        "images,label-ten",
                        "/label-ten: offset 17: expected a class below",
                        "found 10"),
                idx("damaged.gz,labels", "/damaged.gz: gzip damaged after 76 unpacked bytes"),
                idx("bomb.gz,labels", "unpacks past the 76 bytes its header promises: stopped"));
    }

    static Stream<Arguments> arrays() {
        return Stream.of(
                train("npy:@x.npy,@z.npy", "/x.npy: 3 samples but 2 labels in", "belong together"),
                train("npy:@x.npy", "found inputs alone; say npy:INPUTS,LABELS"),
                train(
                        "npy:@cut.npy,@y.npy",
                        "shape (3, 2) of float32 promises 152 bytes, found 148"),
                train("npy:@text.npy,@y.npy", "offset 0: expected 0x934e554d5059", "numpy.save"),
                train("npy:@zip.npy,@y.npy", "a zip archive, an .npz perhaps; save each array"),
                train("npy:@fortran.npy,@y.npy", "found Fortran order", "ascontiguousarray"),
                train("npy:@objects.npy,@y.npy", "found type \"|O\"", ".astype('float32')"),
                train("npy:@nan.npy,@y.npy", "sample 1, number 0 (both from 0)", "found NaN"),
                train("npy:@x.npy,@one-hot.npy", "one class a sample, found 2", ".argmax(axis=1)"),
                train("svm:@order.svm", "/order.svm:2: expected an index above 2, found 1; put"),
                train("svm:@zero.svm", "/zero.svm:1: expected an index from 1", "add 1 to every"),
                train("svm:@ranking.svm", "/ranking.svm:1: qid: these are data for ranking"),
                train("svm:@word.svm", "/word.svm:2: index 1: expected a finite number", "\"one\""),
                train("svm:@pair.svm", "/pair.svm:1: expected INDEX:VALUE, found \"2\""),
                train("svm:@good.svm --model 1-2 --holdout 0.5", "beyond the 1 inputs", "--model"));
    }

    private static Arguments csv(String source, String... words) {
        return train("csv:@" + source, words);
    }

    private static Arguments idx(String pair, String... words) {
        return train("idx:@" + pair.replace(",", ",@") + " --model 6-10 --holdout 0.5", words);
    }

    private static Arguments train(String options, String... words) {
        return refusal("train --data " + options, words);
    }

    private static Arguments refusal(String arguments, String... words) {
        return Arguments.of(arguments, List.of(words));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tables", "fits", "images", "arrays"})
    void shouldRefuseInOneLineAndLeaveNothingBehind(String arguments, List<String> words) {
        List<String> before = new Cli(directory).leftBehind();

        Cli.Result result = here(arguments);

        assertRefused(result, words);
        assertThat(new Cli(directory).leftBehind()).isEqualTo(before);
    }

    /** One of each kind as a process of its own, which is what a user sees. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"tables", "fits", "images", "arrays"})
    void shouldEndTheProcessWithTheSameLine(String kind) throws InterruptedException {
        List<Arguments> all =
                switch (kind) {
                    case "tables" -> tables().toList();
                    case "fits" -> fits().toList();
                    case "images" -> images().toList();
                    default -> arrays().toList();
                };
        String arguments = (String) all.getFirst().get()[0];
        Cli cli = new Cli(directory);
        List<String> before = cli.leftBehind();

        Cli.Result result = cli.run(arguments.replace("@", "").split(" "));

        assertThat(result).isEqualTo(here(arguments));
        assertThat(cli.leftBehind()).isEqualTo(before);
    }

    private static void assertRefused(Cli.Result result, List<String> words) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.err()).startsWith("glissade: ").endsWith("\n").hasLineCount(1);
        assertThat(result.err()).contains(words).hasSizeLessThan(LONGEST_MESSAGE);
        assertThat(result.err().strip().chars().anyMatch(Character::isISOControl)).isFalse();
        assertThat(result.out()).isEmpty();
    }

    /** Runs a command in this JVM; {@code @} stands for the directory of the files. */
    private static Cli.Result here(String arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        0,
                        true);
        int exitCode =
                Glissade.execute(
                        terminal, SHUTDOWN, arguments.replace("@", directory + "/").split(" "));
        return new Cli.Result(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** A line of any length, a million columns: neither may take memory with it. */
    @Test
    void shouldRefuseEndlessLinesInLittleMemory() throws InterruptedException {
        Map<String, String> little = Map.of("JDK_JAVA_OPTIONS", "-Xmx192m");
        for (String source : List.of("csv:line.csv", "csv:wide.csv", "svm:line.csv")) {
            Cli.Result result = new Cli(directory).run(little, "train", "--data", source);

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(result.err()).contains("is this");
        }
    }
}

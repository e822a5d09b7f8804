package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceTest {
    @TempDir Path directory;

    @Test
    void shouldDrawDigitsByDefaultNumberOrByTheNumberAsked() {
        assertThat(parse("digits").training(Reading.anything()).size()).isEqualTo(20_000);
        assertThat(test(parse("digits")).size()).isEqualTo(5_000);
        assertThat(parse("digits:200").training(Reading.anything()).size()).isEqualTo(200);
        assertThat(test(parse("digits:200")).size()).isEqualTo(50);
        assertThat(parse("digits:200").evaluation(Reading.anything()).size()).isEqualTo(50);
        assertThat(parse("digits:200").training(Reading.anything()).classes()).isEqualTo(10);
    }

    @Test
    void shouldRefuseNumbersOfDigitsOutOfRange() {
        for (String text :
                new String[] {"digits:", "digits:0", "digits:3", "digits:x", "digits:9e9"}) {
            assertThatThrownBy(() -> parse(text))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "--data: expected digits:N with a whole number N from 4 to 2000000, found \""
                                    + text
                                    + "\"");
        }
    }

    @Test
    void shouldReadDirectoryWithStandardNames() throws IOException {
        IdxFixture.writeStandard(directory);
        DataSource source = parse(".");

        assertThat(source.training(Reading.anything()).size()).isEqualTo(20);
        assertThat(test(source).size()).isEqualTo(10);
        assertThat(source.evaluation(Reading.anything()).size()).isEqualTo(10);
    }

    @Test
    void shouldReadDirectoryWithPointsInTheNamesAndGzip() throws IOException {
        byte[] images = IdxFixture.gzip(IdxFixture.images(12));
        IdxFixture.write(directory, "train-images.idx3-ubyte.gz", images);
        IdxFixture.write(directory, "train-labels.idx1-ubyte", IdxFixture.labels(12));

        assertThat(parse(".").training(Reading.anything()).size()).isEqualTo(12);
    }

    @Test
    void shouldReadPairNamedOneByOne() throws IOException {
        IdxFixture.write(directory, "some images.gz", IdxFixture.gzip(IdxFixture.images(12)));
        IdxFixture.write(directory, "ziffern-ä", IdxFixture.labels(12));

        DataSource source = parse("idx:some images.gz,ziffern-ä");

        assertThat(source.training(Reading.anything()).size()).isEqualTo(12);
        assertThat(source.test(Reading.anything())).isNull();
        assertThat(source.evaluation(Reading.anything()).size()).isEqualTo(12);
    }

    @Test
    void shouldWriteItselfWithAbsolutePaths() {
        for (String text :
                new String[] {
                    "digits",
                    "digits:200",
                    "idx:a,../b",
                    "c/d",
                    "./csv:e",
                    "csv:../a.csv",
                    "csv:a,b.csv,label=kind of,it,categorical=3,ignore=id,ignore=x y"
                }) {
            DataSource source = parse(text);

            assertThat(DataSource.parse("--data", source.text(), Path.of("/elsewhere")))
                    .isEqualTo(source);
        }
        assertThat(parse("idx:a,../b").text())
                .isEqualTo("idx:" + directory + "/a," + directory.getParent() + "/b");
        assertThat(parse("c/d").text()).isEqualTo(directory + "/c/d");
    }

    @Test
    void shouldNameWhatIsAcceptedWhenTheTextIsNothingKnown() {
        String accepted = "--data: expected " + DataSource.ACCEPTED + "; found ";

        assertThatThrownBy(() -> parse("")).hasMessage(accepted + "\"\"");
        assertThatThrownBy(() -> parse("tsv:x")).hasMessage(accepted + "\"tsv:x\"");
        assertThatThrownBy(() -> parse("digit:20")).hasMessage(accepted + "\"digit:20\"");
        assertThatThrownBy(() -> parse("idx:images"))
                .hasMessage(
                        "--data: expected idx:IMAGES,LABELS, two paths with one comma between, found"
                                + " \"idx:images\"");
        assertThatThrownBy(() -> parse("a\0b")).hasMessageContaining("not a path: \"a\\u0000b\"");
    }

    @Test
    void shouldNameTheNearestDirectoryWhenMissing() throws IOException {
        Files.createDirectory(directory.resolve("mnist10k"));
        Files.createFile(directory.resolve("plain"));

        assertThatThrownBy(() -> parse("mnist01k").training(Reading.anything()))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "--data: "
                                + directory
                                + "/mnist01k: no such directory; nearest: mnist10k; expected "
                                + DataSource.ACCEPTED);
        assertThatThrownBy(() -> parse("digts").training(Reading.anything()))
                .hasMessageContaining("digts: no such directory; nearest: digits; expected");
        assertThatThrownBy(() -> parse("plain").training(Reading.anything()))
                .hasMessageContaining("plain is a file, expected a directory");
    }

    @Test
    void shouldNameTheFileThatADirectoryLacks() throws IOException {
        IdxFixture.writeStandard(directory);
        Files.move(
                directory.resolve("train-labels-idx1-ubyte"),
                directory.resolve("train-labels-idx1"));

        assertThatThrownBy(() -> parse(".").training(Reading.anything()))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "--data: "
                                + directory
                                + ": no train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz there;"
                                + " nearest: train-labels-idx1; put the MNIST files there under their"
                                + " standard names, or name two files by idx:IMAGES,LABELS");
    }

    private static Dataset test(DataSource source) {
        return Objects.requireNonNull(source.test(Reading.anything()));
    }

    private DataSource parse(String text) {
        return DataSource.parse("--data", text, directory);
    }
}

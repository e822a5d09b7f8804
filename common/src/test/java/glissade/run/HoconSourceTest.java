package glissade.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconSourceTest {

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameAFile() {
        file = directory.resolve("my.conf");
    }

    @Test
    void shouldNameFileLineAndKeyWhenAValueIsWrong() throws IOException {
        shouldRefuse(
                "\n\nworkers = 0",
                ":3: workers: expected a whole number from 1 to 1024, found \"0\"");
    }

    @Test
    void shouldProposeTheNearestKeyWhenOneIsUnknown() throws IOException {
        shouldRefuse(
                "lr = 1\nopitmizer = sgd",
                ":2: opitmizer: there is no such option; did you mean optimizer?");
    }

    @Test
    void shouldSpeakOfTheFirstOfSeveralWrongLines() throws IOException {
        shouldRefuse(
                "epochs = 1\nworkres = 2\nbatchs = 3\nloos = mse",
                ":2: workres: there is no such option; did you mean workers?");
    }

    @Test
    void shouldCitePlacesWhenOptionsContradict() throws IOException {
        Files.writeString(file, "slice = 32\nbatch = 8");

        assertThatThrownBy(() -> RunConfiguration.of(GivenOptions.none().file(file)))
                .hasMessage(
                        "%s:1: slice 32: a slice cannot be larger than the mini-batch (%s:2: batch 8);"
                                + " use at most 8",
                        file, file);
    }

    @Test
    void shouldSayFileAndLineOfASyntaxErrorInOneLine() throws IOException {
        Files.writeString(file, "lr = 0.1\nbatch = }\n");

        assertThatThrownBy(() -> GivenOptions.none().file(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s:2: not HOCON: Expecting a value but got wrong token: '}'; write a line as"
                                + " KEY = VALUE, the value in double quotes if it holds more than"
                                + " letters, digits, '.' and '-'",
                        file);
    }

    @Test
    void shouldRefuseWhatIsNotASingleValue() throws IOException {
        shouldRefuse(
                "model = [784, 10]",
                ":1: model: expected a single value, found a list; write model = VALUE");
        shouldRefuse(
                "lr { a = 1 }",
                ":1: lr: expected a single value, found a section; write lr = VALUE");
        shouldRefuse("lr = null", ":1: lr: expected a single value, found null; write lr = VALUE");
    }

    @Test
    void shouldFollowNothingThatTheFileNames() throws IOException {
        Files.writeString(directory.resolve("other.conf"), "lr = 1");
        String mend = " is not followed; copy its lines into this file";

        shouldRefuse("\ninclude \"other.conf\"", ":2: include of other.conf" + mend);
        shouldRefuse("include file(\"other.conf\")", ":1: include of other.conf" + mend);
        shouldRefuse("include classpath(\"other.conf\")", ":1: include of other.conf" + mend);
        shouldRefuse("include url(\"http://x/y\")", ":1: include of http://x/y" + mend);
        shouldRefuse(
                "# ${x}\nout = ${HOME}",
                ":2: substitutions like ${name} are not followed; write the value itself");
    }

    @Test
    void shouldSurviveBracketsWithoutEnd() throws IOException {
        Files.writeString(file, "a = " + "[".repeat(60_000));

        assertThatThrownBy(() -> GivenOptions.none().file(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not HOCON");
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException {
        assertThatThrownBy(() -> GivenOptions.none().file(directory))
                .hasMessage("--config %s: not a regular file; name a HOCON file", directory);
        assertThatThrownBy(() -> GivenOptions.none().file(file))
                .hasMessage(
                        "--config %s: no such file; looked in %s",
                        file, Path.of("").toAbsolutePath());

        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'l', 0});
        assertThatThrownBy(() -> GivenOptions.none().file(file))
                .hasMessage("--config %s: not UTF-8 text; save it as UTF-8", file);

        Files.write(file, new byte[70_000]);
        assertThatThrownBy(() -> GivenOptions.none().file(file))
                .hasMessage(
                        "--config %s: expected a configuration of at most 64 KiB, found 70000 bytes;"
                                + " is this the right file?",
                        file);
    }

    private void shouldRefuse(String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> GivenOptions.none().file(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + message);
    }
}

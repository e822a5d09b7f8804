package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlissadeTest {

    private static final String[] ARGUMENTS = {"descend", "--picture=\uFFFD\uFFFD.png"};

    @Test
    void shouldSayHowToMendALocaleThatCannotReadAnArgument() {
        assertThat(Glissade.undecoded(ARGUMENTS, "ANSI_X3.4-1968"))
                .isEqualTo(
                        "\"--picture=\uFFFD\uFFFD.png\": has characters that are not in"
                                + " ANSI_X3.4-1968, the character set of the locale; start it with"
                                + " LC_ALL=C.UTF-8");
    }

    @Test
    void shouldTakeWhateverAnotherLocaleReads() {
        assertThat(Glissade.undecoded(ARGUMENTS, "UTF-8")).isNull();
        assertThat(Glissade.undecoded(new String[] {"\u00fc.png"}, "ISO-8859-1")).isNull();
    }
}

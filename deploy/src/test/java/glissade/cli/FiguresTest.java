package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private final Locale usual = Locale.getDefault();

    @BeforeEach
    void useALocaleWithDecimalCommas() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void useTheUsualLocale() {
        Locale.setDefault(usual);
    }

    @Test
    void shouldWritePointsAndCommasAsInEnglishWhateverTheLocale() {
        assertThat(Figures.count(20_000)).isEqualTo("20,000");
        assertThat(Figures.percent(0.9712)).isEqualTo("97.12 %");
        assertThat(Figures.loss(0.08413)).isEqualTo("0.0841");
        assertThat(Figures.rate(41_203.4)).isEqualTo("41,203 samples/s");
    }

    @Test
    void shouldUseAnExponentWhenALossIsHuge() {
        assertThat(Figures.loss(3.2e9)).isEqualTo("3.200e+09");
    }

    @Test
    void shouldSaySoWhenALossIsNotANumber() {
        assertThat(Figures.loss(Double.NaN)).isEqualTo("NaN");
    }

    @Test
    void shouldShowHoursWhenThereAreSome() {
        assertThat(Figures.clock(42)).isEqualTo("0:42");
        assertThat(Figures.clock(3_723)).isEqualTo("1:02:03");
    }

    @Test
    void shouldWriteNumbersAsTheyAreTyped() {
        assertThat(Figures.plain(1e6)).isEqualTo("1000000");
        assertThat(Figures.plain(0.001)).isEqualTo("0.001");
        assertThat(Figures.plain(1e-7)).isEqualTo("1e-7");
        assertThat(Figures.plain(2.5e30)).isEqualTo("2.5e30");
    }

    @Test
    void shouldUseTheSingularForOne() {
        assertThat(Figures.counted(1, "worker")).isEqualTo("1 worker");
        assertThat(Figures.counted(1_024, "worker")).isEqualTo("1,024 workers");
    }
}

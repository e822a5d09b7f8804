package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers as data files write them; requirement D2. */
class NumberTextTest {
    private final NumberText number = new NumberText();

    @Test
    void shouldReadTheNearestFloat() {
        for (String text :
                new String[] {
                    "0",
                    "-0",
                    "+1",
                    "5.1",
                    ".5",
                    "5.",
                    "1e3",
                    "-2.5E-3",
                    "16777217",
                    "0.1",
                    "1677721.5",
                    "123456789012345678901234567890",
                    "3.4028235e38",
                    "1e-45",
                    "1e-60",
                    "0.00000000001",
                    "12345678901234567890.5",
                    "1677721",
                    "1677722",
                    "16777215",
                    "0.3333333"
                }) {
            assertThat(number.read(text)).as(text).isEqualTo(NumberText.Kind.NUMBER);
            assertThat(number.value()).as(text).isEqualTo(Float.parseFloat(text));
        }
    }

    @Test
    void shouldAgreeWithThePlatformOnRandomNumbers() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String digits = String.valueOf(random.nextLong(1L << random.nextInt(1, 40)));
            int point = random.nextInt(digits.length() + 1);
            String text =
                    (random.nextBoolean() ? "-" : "")
                            + digits.substring(0, point)
                            + "."
                            + digits.substring(point)
                            + (random.nextInt(4) == 0 ? "e" + random.nextInt(-30, 30) : "");

            float expected = Float.parseFloat(text);
            if (Float.isInfinite(expected)) {
                assertThat(number.read(text)).as(text).isEqualTo(NumberText.Kind.INFINITE);
                continue;
            }
            assertThat(number.read(text)).as(text).isEqualTo(NumberText.Kind.NUMBER);
            assertThat(Float.floatToRawIntBits(number.value()))
                    .as(text)
                    .isEqualTo(Float.floatToRawIntBits(expected));
        }
    }

    @Test
    void shouldTellWhatIsNoNumber() {
        for (String text : new String[] {"", " ", "NaN", "-nan", "NA", "n/a", "null", "?", "\t"}) {
            assertThat(number.read(text)).as(text).isEqualTo(NumberText.Kind.MISSING);
        }
        for (String text : new String[] {"Inf", "-inf", "+Infinity", "1e999", "-1e39"}) {
            assertThat(number.read(text)).as(text).isEqualTo(NumberText.Kind.INFINITE);
        }
        for (String text :
                new String[] {
                    "1,5",
                    "0x10",
                    "1f",
                    "1d",
                    "1e",
                    "1e+",
                    "--1",
                    "+",
                    ".",
                    "1.2.3",
                    "abc",
                    "1 2",
                    "e5",
                    "\u0661",
                    "infinitely",
                    "1_000"
                }) {
            assertThat(number.read(text)).as(text).isEqualTo(NumberText.Kind.TEXT);
        }
    }

    @Test
    void shouldLeaveOutBlanksAround() {
        assertThat(number.read(" \t4.25 ")).isEqualTo(NumberText.Kind.NUMBER);
        assertThat(number.value()).isEqualTo(4.25f);
    }
}

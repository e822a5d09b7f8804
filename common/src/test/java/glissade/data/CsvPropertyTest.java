package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tables against a slow reference parser, and against the values they were made of;
 * requirement D2. {@code -Dtests.seed} repeats a failure, {@code -Dtests.iters} tries more.
 */
class CsvPropertyTest {
    private static final long SEED = Long.getLong("tests.seed", 20_261_121L);
    private static final int TIMES = Integer.getInteger("tests.iters", 500);
    private static final String[] PIECES = {
        ",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "\",\"", "a", "1", " ", "é", "x\"y", "\"q\"",
        "𝄞"
    };

    @TempDir Path directory;

    @Test
    void shouldSplitAnyTextLikeTheReference() throws IOException {
        Path file = directory.resolve("t.csv");
        for (int i = 0; i < TIMES; i++) {
            Random random = new Random(SEED + i);
            StringBuilder text = new StringBuilder();
            for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            Files.writeString(file, text);

            List<CsvReference.Row> expected = reference(text.toString());
            List<CsvReference.Row> found = real(file);

            assertThat(found)
                    .as("-Dtests.seed=%d -Dtests.iters=1: %s", SEED + i, quoted(text))
                    .isEqualTo(expected);
        }
    }

    private static @Nullable List<CsvReference.Row> reference(String text) {
        try {
            return CsvReference.parse(text);
        } catch (IllegalArgumentException refused) {
            return null;
        }
    }

    private static @Nullable List<CsvReference.Row> real(Path file) throws IOException {
        List<CsvReference.Row> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReading.open(file, CsvRecordHandler.of())) {
            reader.forEach(row ->
                    rows.add(new CsvReference.Row(row.getStartingLineNumber(), row.getFields())));
            return rows;
        } catch (CsvParseException refused) {
            assertThat(refused).hasRootCauseInstanceOf(DataException.class);
            return null;
        }
    }

    @Test
    void shouldGiveBackTheValuesThatATableWasMadeOf() throws IOException {
        Path file = directory.resolve("t.csv");
        for (int i = 0; i < TIMES / 10; i++) {
            RandomTable table = new RandomTable(new Random(SEED + i));
            Files.writeString(file, table.text());

            Dataset data =
                    DataSource.parse("--data", "csv:t.csv,label=answer", directory)
                            .training(Reading.anything());

            String seed = "-Dtests.seed=" + (SEED + i) + " -Dtests.iters=10";
            assertThat(data.size()).as(seed).isEqualTo(table.rows.size());
            assertThat(data.classNames()).as(seed).isEqualTo(table.classes());
            float[] inputs = new float[data.inputs()];
            for (int row = 0; row < data.size(); row++) {
                data.copyInputs(row, inputs, 0);
                assertThat(inputs).as(seed).isEqualTo(table.inputs(row));
                assertThat(data.classNames().get(data.label(row)))
                        .as(seed)
                        .isEqualTo(table.answer(row));
            }
        }
    }

    private static String quoted(CharSequence text) {
        return text.toString().replace("\r", "\\r").replace("\n", "\\n");
    }

    /** Columns of floats and of texts; a float is written so that it reads back as itself. */
    private static final class RandomTable {
        private static final String[] TEXTS = {"red", "a,b", "say \"x\"", "li\nne", "ünï", "7b"};

        final List<Object[]> rows = new ArrayList<>();
        private final boolean[] numeric;
        private final Random random;

        RandomTable(Random random) {
            this.random = random;
            numeric = new boolean[random.nextInt(1, 6)];
            for (int column = 0; column < numeric.length; column++) {
                numeric[column] = random.nextBoolean();
            }
            int count = random.nextInt(1, 400);
            for (int row = 0; row < count; row++) {
                Object[] values = new Object[numeric.length + 1];
                for (int column = 0; column < numeric.length; column++) {
                    values[column] =
                            numeric[column]
                                    ? (Object) someFloat()
                                    : TEXTS[random.nextInt(TEXTS.length)];
                }
                values[numeric.length] = TEXTS[random.nextInt(TEXTS.length)];
                rows.add(values);
            }
        }

        private float someFloat() {
            return switch (random.nextInt(3)) {
                case 0 -> random.nextInt(-1000, 1000) / 10f;
                case 1 -> (float) random.nextGaussian();
                default -> Float.intBitsToFloat(random.nextInt() & 0xbf7fffff);
            };
        }

        String text() {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "");
            for (int column = 0; column < numeric.length; column++) {
                text.append("column ").append(column).append(',');
            }
            text.append("answer");
            for (Object[] row : rows) {
                text.append(random.nextBoolean() ? "\n" : "\r\n");
                for (int column = 0; column < row.length; column++) {
                    text.append(column == 0 ? "" : ",").append(field(row[column].toString()));
                }
            }
            return text.append(random.nextBoolean() ? "\n" : "").toString();
        }

        private String field(String value) {
            boolean must = value.matches("(?s).*[,\"\n].*");
            return must || random.nextInt(5) == 0
                    ? '"' + value.replace("\"", "\"\"") + '"'
                    : random.nextInt(5) == 0 ? " " + value + " " : value;
        }

        private List<String> sorted(int column) {
            TreeSet<String> texts = new TreeSet<>();
            rows.forEach(row -> texts.add((String) row[column]));
            return List.copyOf(texts);
        }

        List<String> classes() {
            return sorted(numeric.length);
        }

        String answer(int row) {
            return (String) rows.get(row)[numeric.length];
        }

        float[] inputs(int row) {
            List<Float> inputs = new ArrayList<>();
            for (int column = 0; column < numeric.length; column++) {
                if (numeric[column]) {
                    inputs.add((Float) rows.get(row)[column]);
                } else {
                    for (String text : sorted(column)) {
                        inputs.add(text.equals(rows.get(row)[column]) ? 1f : 0f);
                    }
                }
            }
            float[] array = new float[inputs.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = inputs.get(i);
            }
            return array;
        }
    }
}

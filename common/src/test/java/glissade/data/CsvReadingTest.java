package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with a header as training data, and other tables that follow them; requirement D2. */
class CsvReadingTest {
    private static final String FLOWERS =
            """
            length,colour,width,kind
            5.1,blue,3.5,setosa
            4.9,red,3.0,virginica
            6.2,blue,2.9,setosa
            """;

    @TempDir Path directory;

    @Test
    void shouldReadNumbersTextsAndClasses() throws IOException {
        Dataset data = training("csv:a.csv", FLOWERS);

        assertThat(data.size()).isEqualTo(3);
        assertThat(data.inputs()).isEqualTo(4);
        assertThat(data.classNames()).containsExactly("setosa", "virginica");
        assertThat(data.targets()).isZero();
        assertThat(labels(data)).containsExactly(0, 1, 0);
        assertThat(inputs(data, 0)).containsExactly(5.1f, 1, 0, 3.5f);
        assertThat(inputs(data, 1)).containsExactly(4.9f, 0, 1, 3);
        TableColumns table = table(data);
        assertThat(table.answer()).isEqualTo("kind");
        assertThat(table.inputs())
                .containsExactly(
                        new DataColumn("length", List.of()),
                        new DataColumn("colour", List.of("blue", "red")),
                        new DataColumn("width", List.of()));
    }

    @Test
    void shouldTakeTheColumnThatIsNamedForTheClass() throws IOException {
        for (String column : new String[] {"colour", "2"}) {
            Dataset data = training("csv:a.csv,label=" + column, FLOWERS);

            assertThat(data.classNames()).containsExactly("blue", "red");
            assertThat(table(data).inputs())
                    .extracting(DataColumn::name)
                    .containsExactly("length", "width", "kind");
        }
    }

    @Test
    void shouldPreferANameToANumber() throws IOException {
        Dataset data = training("csv:a.csv,label=2", "2,x,y\na,1,1\nb,2,2\n");

        assertThat(data.classNames()).containsExactly("a", "b");
    }

    @Test
    void shouldTakeTheLastColumnForATargetWhenItHasFractions() throws IOException {
        Dataset data = training("csv:a.csv", "size,price\n1,10\n2,20.5\n3,30\n");

        assertThat(data.labelled()).isFalse();
        assertThat(data.targets()).isEqualTo(1);
        assertThat(data.schema().targetNames()).containsExactly("price");
        assertThat(targets(data)).containsExactly(10f, 20.5f, 30f);
    }

    @Test
    void shouldTakeWholeNumbersForClassesUnlessTheyAreNamedTarget() throws IOException {
        String text = "x,y\n1,10\n2,9\n3,010\n4,9.0\n";

        Dataset classes = training("csv:a.csv", text);
        Dataset target = training("csv:a.csv,target=y", text);
        Dataset texts = training("csv:a.csv,label=y", text);

        assertThat(classes.classNames()).containsExactly("9", "10");
        assertThat(labels(classes)).containsExactly(1, 0, 1, 0);
        assertThat(targets(target)).containsExactly(10f, 9f, 10f, 9f);
        assertThat(texts.classNames()).containsExactly("9", "10");
    }

    @Test
    void shouldSortClassesAndCategoriesWhateverTheOrderOfTheRows() throws IOException {
        Dataset one = training("csv:a.csv", "x,y\nb,q\na,p\nc,r\n");
        Dataset other = training("csv:a.csv", "x,y\nc,r\nb,q\na,p\n");

        assertThat(one.schema()).isEqualTo(other.schema());
        assertThat(inputs(one, 0)).isEqualTo(inputs(other, 1));
    }

    @Test
    void shouldReadMarksQuotesReturnsAndBlanks() throws IOException {
        byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
        String text =
                "\"a, first\", b ,\"c \"\"quoted\"\"\"\r\n"
                        + " 1 ,\"two\r\nlines\",x\r\n\r\n"
                        + "2,\"1,5\",y";
        Files.write(
                directory.resolve("a.csv"), concat(mark, text.getBytes(StandardCharsets.UTF_8)));

        Dataset data = read("csv:a.csv", Reading.anything());

        assertThat(table(data).inputs().get(0).name()).isEqualTo("a, first");
        assertThat(table(data).inputs().get(1))
                .isEqualTo(new DataColumn("b", List.of("1,5", "two\r\nlines")));
        assertThat(table(data).answer()).isEqualTo("c \"quoted\"");
        assertThat(inputs(data, 1)).containsExactly(2, 1, 0);
    }

    @Test
    void shouldReadGzip() throws IOException {
        Files.write(
                directory.resolve("a.csv.gz"),
                IdxFixture.gzip(FLOWERS.getBytes(StandardCharsets.UTF_8)));

        assertThat(read("csv:a.csv.gz", Reading.anything()).size()).isEqualTo(3);
    }

    @Test
    void shouldTakeNumbersForTextsAndLeaveColumnsAside() throws IOException {
        Dataset data =
                training(
                        "csv:a.csv,categorical=month,ignore=id,ignore=5",
                        "id,month,x,y,note\n17,12,1,a,hm\n18,1,2,b,\n");

        assertThat(data.inputs()).isEqualTo(3);
        assertThat(table(data).inputs())
                .containsExactly(
                        new DataColumn("month", List.of("1", "12")),
                        new DataColumn("x", List.of()));
        assertThat(table(data).ignored()).containsExactly("id", "note");
        assertThat(table(data).answer()).isEqualTo("y");
    }

    @Test
    void shouldReadOtherDataAsTheTrainingData() throws IOException {
        Dataset training = training("csv:a.csv", FLOWERS);

        Dataset other =
                other(
                        training,
                        "kind,width,colour,length\nvirginica,1,red,2\nvirginica,3,blue,4\n");

        assertThat(other.classNames()).isEqualTo(training.classNames());
        assertThat(labels(other)).containsExactly(1, 1);
        assertThat(inputs(other, 0)).containsExactly(2, 0, 1, 1);
        assertThat(inputs(other, 1)).containsExactly(4, 1, 0, 3);
    }

    @Test
    void shouldRefuseOtherDataThatTheTrainingDataDoNotExplain() throws IOException {
        Dataset training = training("csv:a.csv", FLOWERS);
        Path file = directory.resolve("other.csv");

        assertThatThrownBy(() -> other(training, "length,colour,width,kind\n1,red,2,setsoa\n"))
                .hasMessage(
                        file
                                + ":2: column \"kind\": expected a class of the training data, found"
                                + " \"setsoa\"; known classes are setosa, virginica; correct it, or"
                                + " train with data that have this class");
        assertThatThrownBy(() -> other(training, "length,colour,width,kind\n1,grey,2,setosa\n"))
                .hasMessage(
                        file
                                + ":2: column \"colour\": expected a text of the training data, found"
                                + " \"grey\"; known texts are blue, red; correct it, or train with"
                                + " data that have it");
        assertThatThrownBy(() -> other(training, "length,color,width,kind\n1,red,2,setosa\n"))
                .hasMessage(
                        file
                                + ":1: column \"color\": the training data have no such column; take"
                                + " it out, or leave it aside with ,ignore=color");
        assertThatThrownBy(() -> other(training, "length,width,kind\n1,2,setosa\n"))
                .hasMessage(
                        file
                                + ":1: column \"colour\" of the training data is absent; columns are:"
                                + " length, width, kind");
        assertThatThrownBy(() -> other(training, "length,colour,width\n1,red,2\n"))
                .hasMessageContaining("column \"kind\" of the training data is absent");
        assertThatThrownBy(() -> other(training, "length,colour,width,kind\nlong,red,2,setosa\n"))
                .hasMessage(
                        file
                                + ":2: column \"length\": expected a number, as in the training data,"
                                + " found \"long\"; correct it");
    }

    @Test
    void shouldPredictWithoutAnswers() throws IOException {
        Dataset training = training("csv:a.csv", FLOWERS);

        Dataset none = prediction(training, "width,colour,length\n1,red,2\n");
        Dataset unknown = prediction(training, "length,colour,width,kind\n1,red,2,daisy\n");
        Dataset empty = prediction(training, "length,colour,width,kind\n1,red,2,\n");
        Dataset known = prediction(training, "length,colour,width,kind\n1,red,2,setosa\n");

        assertThat(inputs(none, 0)).containsExactly(2, 0, 1, 1);
        for (Dataset data : List.of(none, unknown, empty)) {
            assertThat(data.labelled()).isFalse();
            assertThat(data.targets()).isZero();
        }
        assertThat(labels(known)).containsExactly(0);
    }

    @Test
    void shouldRefuseMissingValuesUnlessToldWhatToDo() throws IOException {
        write("a.csv", "x,y\n1,a\n,b\n");

        assertThatThrownBy(() -> read("csv:a.csv", reading(MissingValues.ERROR, null)))
                .hasMessage(
                        directory.resolve("a.csv")
                                + ":3: column \"x\": expected a value, found nothing; fill it in, or"
                                + " use --missing mean or --missing drop");
        assertThat(read("csv:a.csv", reading(MissingValues.DROP, null)).size()).isEqualTo(1);
        assertThat(inputs(read("csv:a.csv", reading(MissingValues.MEAN, null)), 1))
                .containsExactly(Float.NaN);
    }

    @Test
    void shouldDropRowsAndWhatOnlyTheyHave() throws IOException {
        write("a.csv", "x,c,y\n1,red,a\nNaN,blue,b\n3,,c\n4,red,\n5,grey,d\n");

        Dataset data = read("csv:a.csv", reading(MissingValues.DROP, null));

        assertThat(data.classNames()).containsExactly("a", "d");
        assertThat(table(data).inputs().get(1).categories()).containsExactly("grey", "red");
        assertThat(inputs(data, 0)).containsExactly(1, 0, 1);
    }

    @Test
    void shouldPutTheMeanInPlaceOfMissingNumbersAndShares() throws IOException {
        write("a.csv", "x,c,y\n1,red,a\n4,,b\n,blue,b\n4,red,a\n");
        Dataset data = read("csv:a.csv", reading(MissingValues.MEAN, null));

        List<Float> means = FilledSet.means(data);
        Dataset filled = FilledSet.of(data, means);

        assertThat(means).containsExactly(3f, 1 / 3f, 2 / 3f);
        assertThat(inputs(filled, 1)).containsExactly(4, 1 / 3f, 2 / 3f);
        assertThat(inputs(filled, 2)).containsExactly(3, 1, 0);
        assertThat(filled.schema().means()).isEqualTo(means);
    }

    @Test
    void shouldNotInventAnswers() throws IOException {
        write("a.csv", "x,y\n1,a\n2,\n");

        assertThatThrownBy(() -> read("csv:a.csv", reading(MissingValues.MEAN, null)))
                .hasMessage(
                        directory.resolve("a.csv")
                                + ":3: column \"y\": expected a class, found nothing; fill it in,"
                                + " remove the line, or leave such lines out with --missing drop");
    }

    @Test
    void shouldDigestTheSameForTheSameDataAlone() throws Exception {
        byte[] one = digest(training("csv:a.csv", FLOWERS));
        byte[] other = digest(training("csv:a.csv", FLOWERS.replace("3.0", "3.1")));
        byte[] text = digest(training("csv:a.csv", FLOWERS.replace("6.2,blue", "6.2,red")));

        assertThat(digest(training("csv:a.csv", FLOWERS.replace("\n", "\r\n")))).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
        assertThat(text).isNotEqualTo(one);
    }

    private static byte[] digest(Dataset data) throws java.security.NoSuchAlgorithmException {
        java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
        data.digest(digest);
        return digest.digest();
    }

    private Dataset training(String source, String text) throws IOException {
        write("a.csv", text);
        return read(source, Reading.anything());
    }

    private Dataset other(Dataset training, String text) throws IOException {
        write("other.csv", text);
        return read("csv:other.csv", reading(MissingValues.ERROR, training.schema()));
    }

    private Dataset prediction(Dataset training, String text) throws IOException {
        write("other.csv", text);
        return read(
                "csv:other.csv",
                new Reading(
                        training.inputs(),
                        0,
                        MissingValues.ERROR,
                        training.schema(),
                        Reading.Purpose.PREDICTION));
    }

    private static Reading reading(
            MissingValues missing, @org.jspecify.annotations.Nullable DataSchema schema) {
        return new Reading(0, 0, missing, schema, Reading.Purpose.LEARNING);
    }

    private Dataset read(String source, Reading reading) {
        return DataSource.parse("--data", source, directory).training(reading);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static TableColumns table(Dataset data) {
        return java.util.Objects.requireNonNull(data.schema().table());
    }

    private static float[] inputs(Dataset data, int index) {
        float[] inputs = new float[data.inputs()];
        data.copyInputs(index, inputs, 0);
        return inputs;
    }

    private static int[] labels(Dataset data) {
        int[] labels = new int[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.label(i);
        }
        return labels;
    }

    private static float[] targets(Dataset data) {
        float[] targets = new float[data.size()];
        for (int i = 0; i < targets.length; i++) {
            data.copyTargets(i, targets, i);
        }
        return targets;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}

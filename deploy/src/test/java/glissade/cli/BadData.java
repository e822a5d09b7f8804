package glissade.cli;

import glissade.data.DataSchema;
import glissade.data.DataSource;
import glissade.data.IdxFixture;
import glissade.data.NpyFixture;
import glissade.data.Reading;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.preprocess.Preprocessing;
import glissade.run.ModelFile;
import glissade.run.TrainedModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files with every fault that {@link BadDataTest} knows, and a few without. */
final class BadData {

    /** Longer than any line that is read. */
    static final int LONG_LINE = 20 << 20;

    static final int MANY_COLUMNS = 1_000_000;

    private static final int COUNT = 10;

    private final Path directory;

    private BadData(Path directory) {
        this.directory = directory;
    }

    static void write(Path directory) throws IOException {
        BadData data = new BadData(directory);
        data.tables();
        data.encodings();
        data.images();
        data.arrays();
        data.sparse();
        data.model();
    }

    private void tables() throws IOException {
        text("good.csv", "length,width,kind", "1,2,a", "3,4,b", "5,6,a", "7,8,b");
        text("short-row.csv", "length,width,kind", "1,2,a", "3,4");
        text("long-row.csv", "length,width,kind", "1,2,a", "3,4,b,5");
        text("word.csv", "length,width,kind", "1,2,a", "3,four,b");
        text("comma.csv", "length,width,kind", "1,2,a", "\"1,5\",4,b");
        text("nan.csv", "length,width,kind", "1,2,a", "NaN,4,b");
        text("inf.csv", "length,width,kind", "1,2,a", "3,-Inf,b");
        text("empty.csv", "length,width,kind", "1,,a");
        text("huge.csv", "length,width,kind", "1e999,2,a");
        text("no-class.csv", "length,width,kind", "1,2,a", "3,4,");
        text("all-missing.csv", "length,width,kind", ",2,a", "3,,b");
        text("unclosed.csv", "length,width,kind", "1,2,a", "3,\"4,b", "5,6,a");
        text("after-quote.csv", "length,width,kind", "1,2,\"a\"b");
        text("header.csv", "length,width,kind");
        text("twice.csv", "length,width,length", "1,2,a");
        text("numbers.csv", "1.5,2,3", "1,2,3");
        text("semicolons.csv", "length;width;kind", "1;2;a");
        text("one-column.csv", "kind", "a");
        text("price.csv", "length,price", "1,2.5", "2,3.5", "3,4.5", "4,5.5");
        text("unseen.csv", "length,width,kind", "1,2,a", "3,4,c");
        text("renamed.csv", "length,breadth,kind", "1,2,a");
        text("further.csv", "length,width,height,kind", "1,2,3,a");
        text("word-test.csv", "length,width,kind", "1,x,a");
        text("colours.csv", "colour,kind", "red,a", "blue,b", "red,b", "blue,a");
        text("colours-test.csv", "colour,kind", "grey,a");
        Files.write(directory.resolve("nothing.csv"), new byte[0]);
        try (BufferedWriter keys = Files.newBufferedWriter(directory.resolve("keys.csv"))) {
            keys.write("name,kind\n");
            for (int i = 0; i < 1_100; i++) {
                keys.write("n" + i + ",a\n");
            }
        }
        try (BufferedWriter line = Files.newBufferedWriter(directory.resolve("line.csv"))) {
            String part = "x".repeat(1 << 16);
            for (int i = 0; i < LONG_LINE >> 16; i++) {
                line.write(part);
            }
        }
        try (BufferedWriter wide = Files.newBufferedWriter(directory.resolve("wide.csv"))) {
            for (int i = 0; i < MANY_COLUMNS; i++) {
                wide.write("c" + i + ",");
            }
            wide.write("kind\n");
        }
    }

    private void encodings() throws IOException {
        byte[] latin = "length,kind\n1,Käse\n".getBytes(StandardCharsets.ISO_8859_1);
        bytes("latin1.csv", latin);
        bytes("utf16.csv", "\ufefflength,kind\n1,a\n".getBytes(StandardCharsets.UTF_16LE));
        bytes("nul.csv", "length,kind\n1\0,a\n".getBytes(StandardCharsets.US_ASCII));
        bytes("packed.csv", IdxFixture.gzip(latin));
        byte[] gzip = IdxFixture.gzip("length,kind\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
        bytes("cut.csv.gz", Arrays.copyOf(gzip, gzip.length - 9));
    }

    private void images() throws IOException {
        byte[] images = IdxFixture.images(COUNT);
        byte[] labels = IdxFixture.labels(COUNT);
        bytes("images", images);
        bytes("labels", labels);
        bytes("empty-images", new byte[0]);
        bytes("three-bytes", new byte[3]);
        bytes("packed-images", IdxFixture.gzip(images));
        bytes("other-magic", IdxFixture.bytes(60, 256, 0x903, COUNT, 2, 3));
        bytes("nine-labels", IdxFixture.labels(9));
        bytes("lying", IdxFixture.bytes(60, 256, IdxFixture.IMAGES, -1, -1, -1));
        bytes("cut-images", Arrays.copyOf(images, images.length - 8));
        bytes("more-images", Arrays.copyOf(images, images.length + 5));
        byte[] ten = labels.clone();
        ten[ten.length - 1] = 10;
        bytes("label-ten", ten);
        byte[] damaged = IdxFixture.gzip(images);
        damaged[damaged.length - 6] ^= 1;
        bytes("damaged.gz", damaged);
        bytes("bomb.gz", IdxFixture.gzip(Arrays.copyOf(images, 50_000_000)));
    }

    private void arrays() throws IOException {
        byte[] floats = NpyFixture.array("<f4", "3, 2", NpyFixture.floats(1, 2, 3, 4, 5, 6));
        byte[] longs = NpyFixture.array("<i8", "3,", NpyFixture.longs(0, 1, 0));
        bytes("x.npy", floats);
        bytes("y.npy", longs);
        bytes("z.npy", NpyFixture.array("<i8", "2,", NpyFixture.longs(0, 1)));
        bytes("cut.npy", Arrays.copyOf(floats, floats.length - 4));
        bytes("text.npy", "1 2 3\n".getBytes(StandardCharsets.US_ASCII));
        bytes("zip.npy", "PK\3\4......".getBytes(StandardCharsets.US_ASCII));
        bytes("nan.npy", NpyFixture.array("<f4", "3", NpyFixture.floats(1, Float.NaN, 2)));
        bytes("objects.npy", NpyFixture.array("|O", "3", new byte[24]));
        bytes("one-hot.npy", NpyFixture.array("|u1", "3, 2", new byte[6]));
        String fortran = new String(floats, StandardCharsets.ISO_8859_1).replace("False", "True ");
        bytes("fortran.npy", fortran.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void sparse() throws IOException {
        text("good.svm", "+1 1:1", "-1 2:1", "+1 1:2", "-1 2:2");
        text("order.svm", "+1 1:1 2:1", "-1 2:1 1:1");
        text("zero.svm", "+1 0:1");
        text("ranking.svm", "2 qid:1 1:1");
        text("word.svm", "+1 1:1", "-1 1:one");
        text("pair.svm", "+1 1:1 2");
    }

    /** A model that was trained on good.csv, as far as anybody can tell. */
    private void model() throws IOException {
        DataSchema schema =
                DataSource.parse("--data", "csv:good.csv", directory)
                        .training(Reading.anything())
                        .schema();
        NetworkDescription network =
                new NetworkDescription(
                        List.of(2, 2), Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
        float[] parameters = new float[new ParameterLayout(network).parameterCount()];
        ModelFile.write(
                directory.resolve("model.safetensors"),
                new TrainedModel("run", network, schema, Preprocessing.none(2), parameters));
    }

    private void text(String name, String... lines) throws IOException {
        bytes(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
    }
}

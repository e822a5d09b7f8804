package glissade.data;

import glissade.math.CounterRandom.Purpose;
import glissade.math.UnitBytes;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic digits, each drawn when it is first looked at: who only counts samples or looks at
 * labels, as the coordinator does, waits for no image, and a worker draws its own share alone. Two
 * threads may draw the same image at once: it comes out the same.
 */
final class DigitSet implements Dataset {

    private static final DataSchema SCHEMA = DataSchema.numbered(DigitGlyphs.CLASSES);
    private static final VarHandle DRAWN = MethodHandles.arrayElementVarHandle(byte[].class);

    /** Of so many images one goes into the digest as it is drawn. */
    private static final int WITNESS_INTERVAL = 500;

    private final long seed;
    private final Purpose part;
    private final byte[] labels;
    private final ThreadLocal<DigitPen> pens;
    private volatile @Nullable Sheet sheet;

    /** Where images are drawn [size, 784], one behind the other, and which of them are whole. */
    private static final class Sheet {
        private final byte[] pixels;
        private final MemorySegment bytes;
        private final byte[] drawn;

        Sheet(int images) {
            pixels = new byte[Math.multiplyExact(images, DigitCanvas.PIXELS)];
            bytes = MemorySegment.ofArray(pixels);
            drawn = new byte[images];
        }

        boolean has(int index) {
            return (byte) DRAWN.getAcquire(drawn, index) != 0;
        }
    }

    /** A set of which nothing is drawn yet. */
    DigitSet(int count, long seed, Purpose part) {
        this.seed = seed;
        this.part = part;
        this.pens = ThreadLocal.withInitial(() -> new DigitPen(seed, part));
        this.labels = new byte[count];
        DigitPen pen = new DigitPen(seed, part);
        for (int index = 0; index < count; index++) {
            labels[index] = (byte) pen.digit(index);
        }
    }

    /** The sheet with an image on it. */
    private Sheet with(int index) {
        Sheet now = sheet;
        if (now == null) {
            now = firstSheet();
        }
        if (!now.has(index)) {
            pens.get().draw(index, now.pixels, index * DigitCanvas.PIXELS);
            DRAWN.setRelease(now.drawn, index, (byte) 1);
        }
        return now;
    }

    private synchronized Sheet firstSheet() {
        Sheet now = sheet;
        if (now == null) {
            now = new Sheet(labels.length);
            sheet = now;
        }
        return now;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int inputs() {
        return DigitCanvas.PIXELS;
    }

    @Override
    public DataSchema schema() {
        return SCHEMA;
    }

    @Override
    public void copyInputs(int index, float[] out, int offset) {
        UnitBytes.toFloats(with(index).bytes, start(index), DigitCanvas.PIXELS, out, offset);
    }

    private static long start(int index) {
        return (long) index * DigitCanvas.PIXELS;
    }

    @Override
    public int touch(int index) {
        return CacheLines.touch(with(index).bytes, start(index), DigitCanvas.PIXELS);
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void copyTargets(int index, float[] out, int offset) {}

    /**
     * An image is a function of seed, part and index, so these tell of it; some images are there as
     * they are drawn here, so that machines that draw differently are found out.
     */
    @Override
    public void digest(int index, MessageDigest digest) {
        ByteBuffer key = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES);
        digest.update(
                key.putLong(seed).putInt(part == Purpose.TEST_DIGITS ? 1 : 0).putInt(index).flip());
        if (index % WITNESS_INTERVAL == 0) {
            digest.update(with(index).pixels, index * DigitCanvas.PIXELS, DigitCanvas.PIXELS);
        }
    }

    @Override
    public void digest(MessageDigest digest) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(size()).flip());
        for (int index = 0; index < size(); index += WITNESS_INTERVAL) {
            digest(index, digest);
        }
    }
}

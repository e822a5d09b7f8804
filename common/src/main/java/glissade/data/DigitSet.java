package glissade.data;

import glissade.math.CounterRandom.Purpose;
import glissade.math.UnitBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
    private static final VarHandle IMAGES =
            MethodHandles.arrayElementVarHandle(MemorySegment[].class);

    /** Bytes; a wrong guess costs time only. */
    private static final int CACHE_LINE = 64;

    /** Of so many images one goes into the digest as it is drawn. */
    private static final int WITNESS_INTERVAL = 500;

    private final long seed;
    private final Purpose part;
    private final @Nullable MemorySegment[] images;
    private final ThreadLocal<DigitPen> pens;

    /** A set of which nothing is drawn yet. */
    DigitSet(int count, long seed, Purpose part) {
        this.seed = seed;
        this.part = part;
        this.images = new @Nullable MemorySegment[count];
        this.pens = ThreadLocal.withInitial(() -> new DigitPen(seed, part));
    }

    private MemorySegment image(int index) {
        MemorySegment drawn = (MemorySegment) IMAGES.getAcquire(images, index);
        return drawn == null ? draw(index) : drawn;
    }

    private MemorySegment draw(int index) {
        byte[] pixels = new byte[DigitCanvas.PIXELS];
        pens.get().draw(index, pixels, 0);
        MemorySegment image = MemorySegment.ofArray(pixels);
        IMAGES.setRelease(images, index, image);
        return image;
    }

    @Override
    public int size() {
        return images.length;
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
        UnitBytes.toFloats(image(index), 0, DigitCanvas.PIXELS, out, offset);
    }

    @Override
    public int touch(int index) {
        MemorySegment drawn = (MemorySegment) IMAGES.getAcquire(images, index);
        int all = 0;
        for (long at = 0; drawn != null && at < DigitCanvas.PIXELS; at += CACHE_LINE) {
            all |= drawn.get(ValueLayout.JAVA_BYTE, at);
        }
        return all;
    }

    @Override
    public int label(int index) {
        return pens.get().digit(index);
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
            digest.update(image(index).asByteBuffer());
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

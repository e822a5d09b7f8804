package glissade.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * Reads a pair of IDX files, images and their labels. Plain files are read as needed and may be
 * larger than memory; packed ones are unpacked into it.
 */
public final class IdxReader {
    /** The classes of the digit sets in this format; a set that lacks one still has ten. */
    private static final int DIGITS = 10;

    private IdxReader() {}

    /**
     * Reads both files, each unpacked if its name ends in {@code .gz}. The set has as many classes
     * as {@code outputs} or the largest label ask for, and ten at least where nothing speaks
     * against it.
     *
     * @param outputs every label must be below; 0 for any label
     * @throws DataException naming file, offset, what was expected and found
     */
    public static ImageSet read(Path imagesPath, Path labelsPath, int outputs) {
        IdxFile images = IdxFile.read(imagesPath, IdxKind.IMAGES);
        IdxFile labels = IdxFile.read(labelsPath, IdxKind.LABELS);
        if (images.count() != labels.count()) {
            throw new DataException(
                    imagesPath
                            + ": "
                            + images.count()
                            + " images but "
                            + labels.count()
                            + " labels in "
                            + labelsPath
                            + "; each image needs one label, take files that belong together");
        }
        int largest = largestLabel(labels, outputs);
        boolean outputsDecide = largest < outputs && outputs <= DIGITS;
        int classes = outputsDecide ? outputs : Math.max(DIGITS, largest + 1);
        return new ImageSet(
                images.dimension(1),
                images.dimension(2),
                classes,
                images.bytes(),
                images.contentOffset(),
                labels.bytes(),
                labels.contentOffset());
    }

    private static int largestLabel(IdxFile labels, int outputs) {
        MemorySegment bytes = labels.bytes().bytes();
        int largest = 0;
        for (int i = 0; i < labels.count(); i++) {
            int label =
                    Byte.toUnsignedInt(
                            bytes.get(ValueLayout.JAVA_BYTE, labels.contentOffset() + i));
            if (outputs > 0 && label >= outputs) {
                throw new DataException(
                        labels.path()
                                + ": offset "
                                + (IdxKind.LABELS.headerLength() + i)
                                + ": expected a class below the model's "
                                + outputs
                                + " outputs (0-"
                                + (outputs - 1)
                                + "), found "
                                + label
                                + "; correct the label or give --model an output for each class");
            }
            largest = Math.max(largest, label);
        }
        return largest;
    }
}

package glissade.data;

/** The two kinds of IDX file that make a set of labelled images; both hold unsigned bytes. */
enum IdxKind {
    IMAGES(0x00000803, 3, "images", "image"),
    LABELS(0x00000801, 1, "labels", "label");

    final int magic;
    final int dimensions;
    final String plural;
    final String singular;

    IdxKind(int magic, int dimensions, String plural, String singular) {
        this.magic = magic;
        this.dimensions = dimensions;
        this.plural = plural;
        this.singular = singular;
    }

    int headerLength() {
        return Integer.BYTES * (1 + dimensions);
    }

    IdxKind other() {
        return this == IMAGES ? LABELS : IMAGES;
    }
}

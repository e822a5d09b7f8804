package glissade.math;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vector form of {@link UnitBytes}. */
final class VectorUnitBytes {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = VectorTiles.LANES;

    /** A byte for each float; for four floats the first half of the narrowest vector of bytes. */
    private static final VectorSpecies<Byte> BYTES =
            LANES == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    /** Bytes from which there is something to do. */
    static final int LEAST = BYTES.length();

    private static final float RECIPROCAL = 1f / UnitBytes.WHITE;

    private VectorUnitBytes() {}

    /** Converts as many of the bytes as fill vectors; returns how many. */
    static int toFloats(MemorySegment bytes, long from, int length, float[] out, int offset) {
        int i = 0;
        for (; i <= length - LEAST; i += LANES) {
            FloatVector x =
                    (FloatVector)
                            ByteVector.fromMemorySegment(
                                            BYTES, bytes, from + i, ByteOrder.LITTLE_ENDIAN)
                                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0)
                                    .convertShape(VectorOperators.I2F, SPECIES, 0);
            FloatVector quotient = x.mul(RECIPROCAL);
            FloatVector remainder =
                    quotient.fma(FloatVector.broadcast(SPECIES, -UnitBytes.WHITE), x);
            remainder
                    .fma(FloatVector.broadcast(SPECIES, RECIPROCAL), quotient)
                    .intoArray(out, offset + i);
        }
        return i;
    }
}

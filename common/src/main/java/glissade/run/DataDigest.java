package glissade.run;

import glissade.data.DataSets;
import glissade.data.Dataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells two machines whether they read the same data. */
public final class DataDigest {

    private DataDigest() {}

    /** SHA-256 in hexadecimal of all samples and labels. */
    public static String of(DataSets data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, data.training());
            if (data.validation() != null) {
                update(digest, data.validation());
            }
            update(digest, data.test());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, Dataset samples) {
        float[] inputs = new float[samples.inputs()];
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES + inputs.length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int sample = 0; sample < samples.size(); sample++) {
            samples.copyInputs(sample, inputs, 0);
            bytes.clear();
            bytes.putInt(samples.label(sample));
            bytes.asFloatBuffer().put(inputs);
            digest.update(bytes.array());
        }
    }
}

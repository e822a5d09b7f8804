package glissade.run;

import glissade.data.DataSets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells two machines whether they read the same data. */
public final class DataDigest {

    private DataDigest() {}

    /** SHA-256 in hexadecimal of what all samples and labels say of themselves. */
    public static String of(DataSets data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            data.training().digest(digest);
            if (data.validation() != null) {
                data.validation().digest(digest);
            }
            data.test().digest(digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

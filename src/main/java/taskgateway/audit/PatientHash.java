package taskgateway.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import taskgateway.store.sql.OwnersFile;

/**
 * Stands for a patient in the message log: whoever reads the log can tell that two tasks are about the same patient,
 * and whoever has the key can look for one, but the log names nobody.
 */
public final class PatientHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;

    private PatientHash(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Reads the key, made at the first start; gateways that share a database share it.
     *
     * @param file 64 hexadecimal digits
     * @throws IllegalArgumentException when the file cannot be read or made, or holds something else
     */
    public static PatientHash withKeyOf(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length == KEY_BYTES) {
                return new PatientHash(key);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the key file " + file
                    + " (gateway.patient-key-file) cannot be read or made", e);
        } catch (IllegalArgumentException e) {
            // not hexadecimal: told below
        }
        throw new IllegalArgumentException("the key file " + file
                + " (gateway.patient-key-file) does not hold 64 hexadecimal digits");
    }

    /** 64 hexadecimal digits that stand for a patient of a provider. */
    public String of(String providerOds, String reference) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal((providerOds + "\n" + reference).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** 64 hexadecimal digits by which another key is known, and which tell nothing of this one. */
    public String fingerprint() {
        return of("", "the key itself");
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            OwnersFile.create(file, HexFormat.of().formatHex(key) + "\n");
        } catch (FileAlreadyExistsException another) {
            // Another gateway has made it meanwhile.
        }
    }
}

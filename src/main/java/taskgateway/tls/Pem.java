package taskgateway.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** What a PEM file holds. Whatever is wrong with it is told with setting, file, and how to mend it. */
final class Pem {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN [^-]*-----");
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-]*)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** With which everything in DER and in PKCS#12 begins. */
    private static final byte SEQUENCE = 0x30;

    /** What a file should hold: its name, its labels, the first of which is today's, and OpenSSL's command for it. */
    private enum Kind {
        CERTIFICATE("a certificate", "x509", "CERTIFICATE", "X509 CERTIFICATE"),
        REVOCATION_LIST("a revocation list", "crl", "X509 CRL", "CRL"),
        KEY("a private key", "pkey", "PRIVATE KEY");

        private final String name;
        private final String command;
        private final List<String> labels;

        Kind(String name, String command, String... labels) {
            this.name = name;
            this.command = command;
            this.labels = List.of(labels);
        }
    }

    private record Block(String label, String body) {

        byte[] decoded() {
            return Base64.getMimeDecoder().decode(body);
        }

        boolean hasPassword() {
            return label.equals("ENCRYPTED PRIVATE KEY") || body.contains("Proc-Type: 4,ENCRYPTED");
        }
    }

    @FunctionalInterface
    private interface Parsing<T> {

        T parse(CertificateFactory factory, ByteArrayInputStream der) throws GeneralSecurityException;
    }

    private final PemFile file;
    private final byte[] content;
    private final List<Block> blocks;
    private final long begun;

    Pem(PemFile file, byte[] content) {
        this.file = file;
        this.content = content;
        String text = new String(content, StandardCharsets.ISO_8859_1);
        this.blocks = BLOCK.matcher(text).results().map(found -> new Block(found.group(1).strip(), found.group(2)))
                .toList();
        this.begun = BEGIN.matcher(text).results().count();
    }

    PemFile file() {
        return file;
    }

    /** Every certificate, in order; at least one. */
    List<X509Certificate> certificates() {
        return all(Kind.CERTIFICATE, (factory, der) -> (X509Certificate) factory.generateCertificate(der));
    }

    /** Every revocation list; at least one. */
    List<X509CRL> revocationLists() {
        return all(Kind.REVOCATION_LIST, (factory, der) -> (X509CRL) factory.generateCRL(der));
    }

    /** The private key, RSA or EC. Something else may stand beside it. */
    PrivateKey key() {
        refuseForeign(Kind.KEY);
        List<Block> keys = blocks.stream().filter(block -> Kind.KEY.labels.contains(block.label())).toList();
        if (keys.size() > 1) {
            throw file.fault("holds " + keys.size() + " private keys: leave that of the certificate alone in it");
        }
        if (keys.isEmpty()) {
            throw noKey();
        }
        try {
            PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(keys.get(0).decoded());
            for (String algorithm : List.of("RSA", "EC")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (InvalidKeySpecException e) {
                    continue;
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw file.fault("is damaged: its private key cannot be read");
        }
        throw file.fault("holds a private key that is damaged, or neither an RSA nor an EC key");
    }

    private IllegalArgumentException noKey() {
        String convert = ": openssl pkey -in " + file.path() + " -out NEW";
        if (blocks.stream().anyMatch(Block::hasPassword)) {
            return file.fault(
                    "holds a private key with a password, which nobody gives at a start. Write it without one, for the"
                    + " gateway's account alone to read" + convert);
        }
        return blocks.stream().filter(block -> block.label().endsWith(" PRIVATE KEY")).findFirst()
                .map(old -> file.fault("holds its private key in an older form (BEGIN " + old.label()
                        + "). Write it in PKCS#8" + convert))
                .orElseGet(() -> other(Kind.KEY, blocks.get(0)));
    }

    private <T> List<T> all(Kind kind, Parsing<T> parsing) {
        refuseForeign(kind);
        blocks.stream().filter(block -> !kind.labels.contains(block.label())).findFirst().ifPresent(block -> {
            throw other(kind, block);
        });
        List<T> all = new ArrayList<>();
        for (Block block : blocks) {
            try {
                all.add(parsing.parse(CertificateFactory.getInstance("X.509"),
                        new ByteArrayInputStream(block.decoded())));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw file.fault("is damaged: number " + (all.size() + 1) + " in it cannot be read as " + kind.name);
            }
        }
        return all;
    }

    /** What is not PEM, or not the whole of it. */
    private void refuseForeign(Kind kind) {
        if (begun > blocks.size()) {
            throw file.fault("is cut off: a line BEGIN has no line END");
        }
        if (!blocks.isEmpty()) {
            return;
        }
        throw content[0] == SEQUENCE
                ? file.fault("is binary (DER or PKCS#12) and not PEM. DER is converted so: openssl " + kind.command
                        + " -inform der -in " + file.path() + " -out NEW")
                : file.fault("is no PEM file: there is no line -----BEGIN " + kind.labels.get(0) + "----- in it");
    }

    private IllegalArgumentException other(Kind kind, Block block) {
        return file.fault("holds BEGIN " + block.label() + " where " + kind.name + " belongs (BEGIN "
                + kind.labels.get(0) + ")"
                + (block.label().startsWith("PKCS")
                        ? ": convert it with openssl pkcs7 -print_certs -in " + file.path() + " -out NEW" : ""));
    }
}

package taskgateway.directory.sds;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.cert.ManageCertificates;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import taskgateway.tls.Tls;
import taskgateway.tls.TlsSettings;

/** A fresh self-signed certificate with its key, as PEM files, and as a key store beside them. */
public record SelfSigned(Path certificate, Path key) {

    private static final String PASSWORD = "secret";

    /**
     * Makes one.
     *
     * @param dns the host name that it is for; it is for 127.0.0.1, too, when that is localhost
     */
    public static SelfSigned of(Path folder, String name, String dns) {
        List<String> store =
                List.of("--keystore", folder.resolve(name + ".p12").toString(), "--keystore-password", PASSWORD,
                "--alias", "it");
        List<String> generate = new ArrayList<>(List.of("--keystore-type", "PKCS12", "--subject-dn", "CN=" + dns,
                "--subject-alternative-name-dns", dns));
        if (dns.equals("localhost")) {
            generate.addAll(List.of("--subject-alternative-name-ip-address", "127.0.0.1"));
        }
        SelfSigned pem = new SelfSigned(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        run("generate-self-signed-certificate", store, generate);
        run("export-certificate", store,
                List.of("--output-format", "PEM", "--output-file", pem.certificate().toString()));
        run("export-private-key", store, List.of("--output-format", "PEM", "--output-file", pem.key().toString()));
        return pem;
    }

    /** What reads such files, as in a gateway that has no other. */
    static Tls files() {
        TlsSettings.TlsSide none = new TlsSettings.TlsSide(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
        return new Tls(new TlsSettings(none, none, Set.of(), Duration.ofDays(1)), Optional.empty());
    }

    private static void run(String command, List<String> store, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(store);
        arguments.addAll(more);
        OutputStream out = OutputStream.nullOutputStream();
        assertThat(ManageCertificates.main(System.in, out, out, arguments.toArray(String[]::new)))
                .isEqualTo(ResultCode.SUCCESS);
    }

    /** TLS of a server that has this certificate and trusts that client. */
    SSLContext server(SelfSigned client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        String store = certificate.toString().replaceFirst("pem$", "p12");
        keys.init(KeyStore.getInstance(new File(store), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        return new SSLUtil(keys.getKeyManagers(),
                new TrustManager[] {new PEMFileTrustManager(client.certificate.toFile())})
                .createSSLContext();
    }
}

package taskgateway.tls;

import java.util.List;

/**
 * The versions and cipher suites of TLS, both ways (specification, section 10), the best first: for TLS 1.2 the
 * families AESGCM+EECDH, AESGCM+EDH, AES256+EECDH and AES256+EDH, for TLS 1.3 its AES-GCM suites. Nothing else is
 * offered or taken.
 */
public final class Protection {

    /** The names under which JSSE knows the versions. */
    public static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /** The suites. Certificates are RSA or EC: DSA's are obsolete, and CCM of TLS 1.2 the JDK does not have. */
    public static final List<String> SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            // AESGCM+EECDH
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            // AESGCM+EDH
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
            // AES256+EECDH
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            // AES256+EDH
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA");

    private Protection() {
    }
}

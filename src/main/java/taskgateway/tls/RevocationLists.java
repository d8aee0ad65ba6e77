package taskgateway.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The revocation lists of a file, beside the authorities that they belong to. One of an authority that is not among
 * them may be that of an authority between, whose certificate only peers send.
 */
final class RevocationLists {

    private static final int CRL_SIGN = 6;

    private final PemFile file;
    private final List<X509CRL> lists;

    private RevocationLists(PemFile file, List<X509CRL> lists) {
        this.file = file;
        this.lists = lists;
    }

    /** @throws IllegalArgumentException when a list is forged, or none is of an authority of the other file */
    static RevocationLists of(Pem pem, Pem authorities) {
        RevocationLists lists = new RevocationLists(pem.file(), pem.revocationLists());
        List<X509Certificate> known = authorities.certificates();
        for (X509CRL list : lists.lists) {
            List<X509Certificate> named = known.stream().filter(authority -> named(list, authority)).toList();
            if (!named.isEmpty() && named.stream().noneMatch(authority -> signed(list, authority))) {
                throw pem.file()
                        .fault("holds a revocation list that is not signed by the authority it names, " + issuer(list)
                        + " (" + authorities.file().named() + "): fetch it again from this authority");
            }
        }
        if (known.stream().allMatch(authority -> lists.of(authority).isEmpty())) {
            throw pem.file()
                    .fault("holds no revocation list of an authority in the file " + authorities.file().path() + " ("
                    + authorities.file().named() + "), but of "
                    + lists.lists.stream().map(RevocationLists::issuer).distinct()
                    .collect(Collectors.joining(" and ")) + ": fetch the list of "
                    + known.stream().map(RevocationLists::name).distinct().collect(Collectors.joining(" and ")));
        }
        return lists;
    }

    List<X509CRL> all() {
        return lists;
    }

    /** What is to be told of the list of an authority. */
    Notice notice(X509Certificate authority, TlsPeers peers) {
        String refused = peers + " of this authority are refused";
        Optional<X509CRL> newest = of(authority).stream().max(Comparator.comparing(X509CRL::getThisUpdate));
        if (newest.isEmpty()) {
            return now -> Optional.of(file.place() + ": there is no revocation list of " + name(authority) + ": "
                    + refused);
        }
        Instant next = newest.get().getNextUpdate() == null ? Instant.MAX : newest.get().getNextUpdate().toInstant();
        return new ValidityTerm(file, "the revocation list of " + name(authority), newest.get().getThisUpdate()
                .toInstant(), next, Duration.ZERO, refused + " until there is a newer one");
    }

    private List<X509CRL> of(X509Certificate authority) {
        List<X509CRL> of = new ArrayList<>(lists);
        of.removeIf(list -> !named(list, authority) || !signed(list, authority));
        return of;
    }

    private static boolean named(X509CRL list, X509Certificate authority) {
        return list.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    }

    private static boolean signed(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return authority.getKeyUsage() == null || authority.getKeyUsage()[CRL_SIGN];
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String issuer(X509CRL list) {
        return list.getIssuerX500Principal().getName();
    }

    private static String name(X509Certificate authority) {
        return authority.getSubjectX500Principal().getName();
    }
}

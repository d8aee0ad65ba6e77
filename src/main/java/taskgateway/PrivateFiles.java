package taskgateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import taskgateway.store.StoreSettings;
import taskgateway.store.sql.DatabaseSettings;

/**
 * The gateway's own data, which hold tasks and so patients, are for its account alone. What the account owns is mended;
 * of what another owns (a volume of a platform) access by everybody stops the start, and access by a group is told. A
 * file system that knows no such rights (Windows) has its own.
 */
public final class PrivateFiles {

    private static final Logger LOG = LoggerFactory.getLogger("files");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);
    private static final Set<PosixFilePermission> GROUP = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE);

    private final Optional<UserPrincipal> account;
    private final Set<String> ofAGroup = new TreeSet<>();

    /** @param account of the gateway; empty: that of this process */
    PrivateFiles(Optional<UserPrincipal> account) {
        this.account = account;
    }

    /** Paths that another account owns, and lets a group read. */
    Set<String> ofAGroup() {
        return ofAGroup;
    }

    /**
     * Makes the folders of the embedded database and the embedded broker, and looks at what is in them.
     *
     * @param others further folders with tasks, by their settings
     * @throws IllegalArgumentException naming a file that everybody on this machine can read, or a folder that cannot
     *         be made
     */
    public static void keep(StoreSettings settings, Map<String, Path> others) {
        PrivateFiles files = new PrivateFiles(Optional.empty());
        database(settings.database()).ifPresent(file -> {
            Path folder = file.toAbsolutePath().normalize().getParent();
            files.folder(DatabaseSettings.URL, folder,
                    path -> path.getFileName().toString().startsWith(file.getFileName() + "."));
        });
        others.forEach((key, folder) -> files.folder(key, folder.toAbsolutePath().normalize(), Files::isRegularFile));
        files.key(settings.patientKeyFile());
        if (!files.ofAGroup.isEmpty()) {
            LOG.warn("Another account owns these, and lets a group read them: {}", String.join(", ", files.ofAGroup));
        }
    }

    private static Optional<Path> database(DatabaseSettings settings) {
        String url = settings.url();
        return url.startsWith("jdbc:h2:file:")
                ? Optional.of(Path.of(url.substring("jdbc:h2:file:".length()).split(";")[0])) : Optional.empty();
    }

    /**
     * Looks at a folder and at those of its files that are the gateway's. The folder in which the gateway runs, and
     * those above it, are for others too.
     */
    void folder(String key, Path folder, Predicate<Path> ours) {
        try {
            boolean posix = Files.getFileStore(existing(folder))
                    .supportsFileAttributeView(PosixFileAttributeView.class);
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            if (!Files.isWritable(folder)) {
                throw new IllegalArgumentException("the folder " + folder + " (" + key
                        + ") cannot be written by this account");
            }
            if (posix) {
                refuseReadableByOthers(key, folder, ours);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the folder " + folder + " (" + key + ") cannot be made or read: "
                    + e.getClass().getSimpleName().replaceAll("Exception$", ""), e);
        }
    }

    /**
     * Who reads a key that a platform mounts (a link, another account's file, one that cannot be changed) is the
     * platform's to say.
     */
    void key(Path file) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)
                    && Files.getOwner(file).equals(me(Path.of(System.getProperty("java.io.tmpdir"))))) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            LOG.warn("The rights of {} (gateway.patient-key-file) cannot be changed: see that no other account reads"
                    + " it", file);
        }
    }

    private void refuseReadableByOthers(String key, Path folder, Predicate<Path> ours) throws IOException {
        UserPrincipal me = me(folder);
        boolean shared = Path.of("").toAbsolutePath().startsWith(folder);
        if (!shared) {
            closeToOthers(key, folder, me);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).filter(ours)
                    .toList()) {
                closeToOthers(key, file, me);
            }
        }
    }

    private void closeToOthers(String key, Path path, UserPrincipal me) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
        Set<PosixFilePermission> may = EnumSet.noneOf(PosixFilePermission.class);
        may.addAll(attributes.permissions());
        boolean group = !Collections.disjoint(may, GROUP);
        boolean others = !Collections.disjoint(may, OTHERS);
        if (!group && !others) {
            return;
        }
        if (attributes.owner().equals(me)) {
            may.removeAll(GROUP);
            may.removeAll(OTHERS);
            Files.setPosixFilePermissions(path, may);
        } else if (others) {
            throw new IllegalArgumentException(path + " (" + key + ") holds tasks, belongs to "
                    + attributes.owner().getName()
                    + ", and is open to every account of this machine (" + PosixFilePermissions.toString(may)
                    + "): chmod o-rwx");
        } else {
            ofAGroup.add(path.toString());
        }
    }

    /** The account of this process owns what it makes. */
    private UserPrincipal me(Path folder) throws IOException {
        if (account.isPresent()) {
            return account.get();
        }
        Path made = Files.createTempFile(folder, ".owner", null);
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }

    private static Path existing(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}

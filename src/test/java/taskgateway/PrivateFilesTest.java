package taskgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks lie in the gateway's files: no other account of the machine reads them. */
class PrivateFilesTest {

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void openToAll() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "this system knows no such rights");
        file = Files.writeString(folder.resolve("db.mv.db"), "x");
        set(folder, "rwxr-xr-x");
        set(file, "rw-r--r--");
    }

    @Test
    void mendsWhatItsAccountOwns() throws IOException {
        look(Optional.empty());
        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(rights(file)).isEqualTo("rw-------");
    }

    @Test
    void leavesTheFilesOfOthers() throws IOException {
        Path other = Files.writeString(folder.resolve("notes.txt"), "x");
        set(other, "rw-r--r--");
        look(Optional.empty());
        assertThat(rights(other)).isEqualTo("rw-r--r--");
    }

    @Test
    void makesAFolderThatIsNotThere() throws IOException {
        Path made = folder.resolve("a/b");
        new PrivateFiles(Optional.empty()).folder("gateway.broker.data", made, Files::isRegularFile);
        assertThat(rights(made)).isEqualTo("rwx------");
    }

    @Test
    void refusesAnothersFileThatEverybodyReads() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> look(Optional.of(another())))
                .withMessageContaining(folder.toString()).withMessageContaining("gateway.database.url")
                .withMessageContaining("chmod o-rwx");
        assertThat(rights(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void tellsAnothersFileThatAGroupReads() throws IOException {
        set(folder, "rwxrwx---");
        set(file, "rw-rw----");
        assertThat(look(Optional.of(another())).ofAGroup()).containsExactly(folder.toString(), file.toString());
        assertThat(rights(file)).isEqualTo("rw-rw----");
    }

    @Test
    void mendsTheKeyOfPatients() throws IOException {
        new PrivateFiles(Optional.empty()).key(file);
        assertThat(rights(file)).isEqualTo("rw-------");
    }

    @Test
    void leavesAKeyThatAPlatformMounts() throws IOException {
        new PrivateFiles(Optional.of(another())).key(file);
        assertThat(rights(file)).isEqualTo("rw-r--r--");
        new PrivateFiles(Optional.empty()).key(Files.createSymbolicLink(folder.resolve("patient.key"), file));
        assertThat(rights(file)).isEqualTo("rw-r--r--");
    }

    private PrivateFiles look(Optional<UserPrincipal> account) {
        PrivateFiles files = new PrivateFiles(account);
        files.folder("gateway.database.url", folder, path -> path.getFileName().toString().startsWith("db."));
        return files;
    }

    private static UserPrincipal another() {
        return () -> "another";
    }

    private static void set(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

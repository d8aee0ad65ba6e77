package taskgateway.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.CountDownLatch;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A database file whose writes can be held: between a commit and its end, a process may be killed for as long as that.
 */
public final class HeldFile extends FilePathWrapper {

    /** Stands before the path in the URL of an embedded database. */
    static final String PREFIX = "held:";

    private static volatile CountDownLatch open = new CountDownLatch(0);
    private static volatile boolean waitedFor;

    static {
        FilePath.register(new HeldFile());
    }

    /** From now on nothing is written. */
    static void hold() {
        waitedFor = false;
        open = new CountDownLatch(1);
    }

    static void release() {
        open.countDown();
    }

    /** Whether somebody waits to write. */
    static boolean isWaitedFor() {
        return waitedFor;
    }

    @Override
    public String getScheme() {
        return "held";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode));
    }

    private static void pass() throws IOException {
        CountDownLatch until = open;
        if (until.getCount() > 0) {
            waitedFor = true;
        }
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static final class Channel extends FileBase {

        private final FileChannel file;

        private Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            pass();
            return file.write(source);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            pass();
            return file.write(source, position);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}

package org.mainmemory.core.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file whose bytes are mapped as {@link Region}s, held by one process at a time: what is written there is in the file
 * at once, also if the process is killed.
 *
 * <p>The file is sparse: blocks that nobody has written take no room on the disk or RAM disk. If that is full when a
 * block is first written, the system ends the process. One owner; its regions are for any thread.
 */
public final class MappedFile implements AutoCloseable {

    private final FileChannel channel;

    private MappedFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens a file, which is created readable and writable by its owner only if there is none.
     *
     * @throws FileSystemException if it cannot be opened, is no regular file, or another holds it
     * @throws IOException if the system refuses something else
     */
    public static MappedFile open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(
                path, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (!isLocked(channel)) {
            channel.close();
            throw new FileSystemException(path.toString(), null, "in use by another process");
        }
        return new MappedFile(channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    /** Bytes in the file. */
    public long size() throws IOException {
        return channel.size();
    }

    /** Makes the file {@code bytes} zeroes. No region of it may be open. */
    public void clear(long bytes) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), bytes - 1);
    }

    /**
     * Maps {@code bytes} from {@code offset} on, a multiple of the system's page size.
     *
     * @throws IOException if the system refuses
     */
    public Region map(long offset, long bytes) throws IOException {
        try {
            return Region.reserve(bytes, new FilePages(channel, offset));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Lets another have the file. Its regions are closed by their holder, before. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}

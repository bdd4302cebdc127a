package org.mainmemory.memcache.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A memory file for tests, what was reported of it, and copies of it as a kill at this moment would leave it. */
final class TestFile {

    /** Unix time at which a new file is made. */
    static final long START = 1_700_000_000;

    /** What stores opened here have reported. */
    final List<String> reports = new ArrayList<>();
    final Path path;

    TestFile(Path path) {
        this.path = path;
    }

    /** Opens the file {@code later} seconds after {@link #START}. */
    Store open(StoreSettings settings, int shards, long later) throws IOException {
        return Store.open(settings, shards, settings.loops() == 1 ? Unguarded::new : StampedGuard::new,
                path, START + later, reports::add);
    }

    /** As the file is now. */
    TestFile copy(Path target) throws IOException {
        byte[] block = new byte[1 << 16];
        byte[] zeroes = new byte[block.length];
        Files.deleteIfExists(target);
        try (RandomAccessFile source = new RandomAccessFile(path.toFile(), "r");
                RandomAccessFile copy = new RandomAccessFile(target.toFile(), "rw")) {
            copy.setLength(source.length());
            for (long at = 0; at < source.length(); at += block.length) {
                source.readFully(block);
                if (!Arrays.equals(block, zeroes)) {
                    copy.seek(at);
                    copy.write(block);
                }
            }
        }
        return new TestFile(target);
    }

    /** Overwrites bytes. */
    void write(long offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(bytes), offset);
        }
    }

    /** The last report. */
    String report() {
        return reports.getLast();
    }
}

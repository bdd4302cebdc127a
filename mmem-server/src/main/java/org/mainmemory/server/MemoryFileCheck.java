package org.mainmemory.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.mainmemory.server.options.StartFailure;

/**
 * What is to be seen to before the memory file (-e) is opened: that -u's user owns it, and what a memcached has left
 * beside it.
 *
 * <p>memcached describes its memory file in a second one, {@code <file>.meta}, which it reads once and deletes. mmem
 * needs no such file. It can make nothing of memcached's items, and once it has used the file the description would be
 * wrong and would lead a later memcached astray, so it is deleted; one that is empty stops the start, as in memcached.
 */
final class MemoryFileCheck {

    private MemoryFileCheck() {
    }

    /** Does all that, before {@code identity} is assumed. */
    static void before(Path file, Identity identity) throws StartFailure {
        try {
            removeMetadata(Path.of(file + ".meta"));
            if (isMade(file)) {
                identity.own(file);
            }
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.OS_ERROR, "failed to prepare the memory file " + file + ": " + Reason.of(e));
        }
    }

    /** Whether the file was not there, but is now. */
    private static boolean isMade(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return true;
        } catch (IOException thereOrImpossible) {
            // If it is impossible, opening the file will tell why.
            return false;
        }
    }

    private static void removeMetadata(Path metadata) throws IOException, StartFailure {
        if (!Files.exists(metadata)) {
            return;
        }
        if (Files.size(metadata) == 0) {
            throw new StartFailure(StartFailure.FAILURE, "[restart] corrupt metadata file " + metadata
                    + ": a memcached was stopped while it wrote it. Remove it to start");
        }
        Files.delete(metadata);
        System.err.println("[restart] removed " + metadata + ": mmem cannot take over memcached's items");
    }
}

package org.mainmemory.memcache.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The file that the store's memory is to be cannot be had; the message is one line for whoever started the server. */
public final class MemoryFileException extends IOException {

    private static final long serialVersionUID = 1L;

    MemoryFileException(Path path, IOException cause) {
        super("failed to open the memory file " + path + ": " + why(cause), cause);
    }

    private static String why(IOException cause) {
        if (cause instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return switch (cause) {
            case java.nio.file.AccessDeniedException denied -> "Permission denied";
            case java.nio.file.NoSuchFileException missing -> "No such file or directory";
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }
}

package org.mainmemory.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something with a file went wrong, in the system's words and without the file's name. */
final class Reason {

    private Reason() {
    }

    static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> "No such file or directory";
            case AccessDeniedException e -> "Permission denied";
            case DirectoryNotEmptyException e -> "Is a directory";
            case FileSystemException e when e.getReason() != null -> String.valueOf(e.getReason());
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}

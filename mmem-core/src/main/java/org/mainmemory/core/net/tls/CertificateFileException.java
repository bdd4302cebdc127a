package org.mainmemory.core.net.tls;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Certificates or keys in files are not what a server needs. The message is a line: what is wrong with which file. */
public final class CertificateFileException extends IOException {

    private static final long serialVersionUID = 1L;

    CertificateFileException(String message) {
        super(message);
    }

    static CertificateFileException loading(String what, Path file, IOException cause) {
        return new CertificateFileException("Error loading " + what + ": " + file + " : " + why(cause));
    }

    private static String why(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return String.valueOf(cause.getMessage());
    }
}

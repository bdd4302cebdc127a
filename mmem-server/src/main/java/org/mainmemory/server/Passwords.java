package org.mainmemory.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.session.PasswordFile;
import org.mainmemory.server.options.FileName;
import org.mainmemory.server.options.ServerSettings;
import org.mainmemory.server.options.StartFailure;

/** Reads the password files that the command line (-Y) and the environment (with -S, MEMCACHED_SASL_PWDB) name. */
final class Passwords {

    /** Names the file of users and passwords for SASL, as in memcached. */
    static final String SASL_FILE = "MEMCACHED_SASL_PWDB";

    /** Opens a password file. */
    @FunctionalInterface
    private interface Opening {
        PasswordFile open(Path file) throws IOException;
    }

    private Passwords() {
    }

    /** Tells the cache who may come in, if that is asked for. */
    static void demand(ServerSettings.Access access, MemcacheSettings.Builder builder) throws StartFailure {
        builder.bindingProtocol(access.protocol());
        String authFile = access.authFile();
        if (authFile != null) {
            builder.textPasswords(read(authFile, PasswordFile::open));
        }
        if (access.sasl()) {
            String saslFile = System.getenv(SASL_FILE);
            builder.saslPasswords(
                    saslFile == null ? PasswordFile.empty()
                            : read(FileName.checked(SASL_FILE, saslFile), PasswordFile::openDatabase));
        }
    }

    private static PasswordFile read(String file, Opening opening) throws StartFailure {
        try {
            return opening.open(Path.of(file));
        } catch (FileSystemException e) {
            throw unreadable(file, Reason.of(e));
        } catch (IOException e) {
            throw new StartFailure(StartFailure.FAILURE, String.valueOf(e.getMessage()));
        }
    }

    private static StartFailure unreadable(String file, String why) {
        return new StartFailure(
                StartFailure.FAILURE, "Could not open authfile [" + file + "] for reading, error " + why);
    }
}

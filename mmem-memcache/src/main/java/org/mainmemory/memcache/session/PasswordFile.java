package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users and their passwords, from a file with a line {@code user:password} for each. Any thread.
 *
 * <p>What the file said last holds until it has been read anew without an error. Unlike memcached, any
 * number of lines counts.
 */
public final class PasswordFile {

    private final @Nullable Path path;
    private final boolean moreFields;
    private volatile List<Entry> entries = List.of();
    /** When the file was last changed, and its size, when it was read. */
    private volatile String lastRead = "";

    private record Entry(String user, String password) {

        /** Always compares both. */
        boolean is(byte[] givenUser, byte[] givenPassword) {
            boolean sameUser = MessageDigest.isEqual(user.getBytes(ISO_8859_1), givenUser);
            boolean samePassword = MessageDigest.isEqual(password.getBytes(ISO_8859_1), givenPassword);
            return sameUser && samePassword;
        }
    }

    private PasswordFile(@Nullable Path path, boolean moreFields) {
        this.path = path;
        this.moreFields = moreFields;
    }

    /** A file that admits nobody. */
    public static PasswordFile empty() {
        return new PasswordFile(null, false);
    }

    /**
     * Reads a file for text clients (-Y): all that follows the first colon is the password.
     *
     * @throws IOException if the file cannot be read, has no line, or one without a colon
     */
    public static PasswordFile open(Path path) throws IOException {
        return read(new PasswordFile(path, false));
    }

    /**
     * Reads a file for SASL (-S, MEMCACHED_SASL_PWDB): the password ends at the next colon, other fields may follow it.
     *
     * @throws IOException if the file cannot be read, or a line has no colon; an empty one admits nobody
     */
    public static PasswordFile openDatabase(Path path) throws IOException {
        return read(new PasswordFile(path, true));
    }

    private static PasswordFile read(PasswordFile file) throws IOException {
        file.reload();
        return file;
    }

    /** The file, null if there is none. */
    public @Nullable Path path() {
        return path;
    }

    /**
     * Reads the file anew.
     *
     * @throws IOException if that fails; what it said before stays valid
     */
    public void reload() throws IOException {
        if (path == null) {
            return;
        }
        String state = state(path);
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        List<Entry> fresh = new ArrayList<>();
        for (String line : Files.readAllLines(path, ISO_8859_1)) {
            fresh.add(entry(line));
        }
        if (fresh.isEmpty() && !moreFields) {
            throw malformed();
        }
        entries = List.copyOf(fresh);
        lastRead = state;
    }

    /** Reads the file anew if it has changed since; if that fails, what it said before stays valid. */
    void reloadIfChanged() {
        try {
            if (path != null && !lastRead.equals(state(path))) {
                reload();
            }
        } catch (IOException e) {
            // Told by whoever reloads it when asked to.
        }
    }

    private static String state(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toMillis() + " " + Files.size(file);
    }

    private Entry entry(String line) throws IOException {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw malformed();
        }
        int next = moreFields ? line.indexOf(':', colon + 1) : -1;
        String password = next < 0 ? line.substring(colon + 1) : line.substring(colon + 1, next);
        return new Entry(line.substring(0, colon), password);
    }

    private IOException malformed() {
        return new IOException("Authfile [" + path + "] has a malformed entry. Should be 'user:password'");
    }

    /** Whether {@code user} has {@code password}. How long that takes does not tell what is wrong. */
    boolean admits(byte[] user, byte[] password) {
        boolean admitted = false;
        for (Entry entry : entries) {
            admitted |= entry.is(user, password);
        }
        return admitted;
    }
}

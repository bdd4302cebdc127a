package org.mainmemory.server.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The C library's calls, as far as a test may make them in its own process. */
class PosixTest {

    @BeforeEach
    void needsPosix() {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "POSIX systems only");
    }

    @Test
    void knowsRoot() throws IOException {
        assertEquals(System.getProperty("user.name").equals("root"), User.processIsRoot());
        User root = User.named("root").orElseThrow();
        assertEquals(new User("root", 0, 0), root);
    }

    @Test
    void readsUsersAsTheSystemLists() throws IOException {
        Path passwd = Path.of("/etc/passwd");
        assumeTrue(Files.isReadable(passwd), "there is no /etc/passwd");
        int seen = 0;
        for (String line : Files.readAllLines(passwd)) {
            String[] fields = line.split(":");
            if (!line.startsWith("#") && fields.length >= 4) {
                User user = User.named(fields[0]).orElseThrow();
                assertEquals(fields[2] + ":" + fields[3], Integer.toUnsignedString(user.uid()) + ":"
                        + Integer.toUnsignedString(user.gid()));
                seen++;
            }
        }
        assertTrue(seen > 0);
    }

    @Test
    void knowsWhoIsMissing() {
        assertTrue(User.named("no-such-user-here").isEmpty());
        assertTrue(User.named("").isEmpty());
    }

    @Test
    void refusesToBecomeAnotherWithoutRoot() throws IOException {
        assumeFalse(User.processIsRoot(), "root may become anybody");
        PosixException refused = assertThrows(PosixException.class, () -> new User("root", 0, 0).become());
        assertEquals(PosixException.EPERM, refused.errno());
        assertEquals("Operation not permitted", refused.getMessage());
    }

    @Test
    void neverLowersTheLimitOfOpenFiles() throws IOException {
        assertEquals(1, OpenFiles.raiseTo(1));
        long reached = OpenFiles.raiseTo(Long.MAX_VALUE / 2);
        assertTrue(reached >= 64, "limit " + reached);
        assertEquals(reached, OpenFiles.raiseTo(reached));
    }

    @Test
    void namesAFunctionThatIsMissing() {
        UnsupportedOperationException missing = assertThrows(UnsupportedOperationException.class,
                () -> Libc.callForPointer("no_such_function", java.lang.foreign.MemorySegment.NULL));
        assertFalse(missing.getMessage().isEmpty());
    }
}

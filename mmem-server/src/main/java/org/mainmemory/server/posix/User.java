package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Optional;

/**
 * A user of the system, whom the process can become.
 *
 * @param name the login name
 * @param uid the user's number, unsigned
 * @param gid the number of the user's first group, unsigned
 */
public record User(String name, int uid, int gid) {

    /** The head of C's {@code struct passwd}: the same in glibc, musl and on macOS, where all are 64-bit. */
    private static final StructLayout PASSWD = MemoryLayout.structLayout(
            ADDRESS.withName("pw_name"),
            ADDRESS.withName("pw_passwd"),
            JAVA_INT.withName("pw_uid"),
            JAVA_INT.withName("pw_gid"));

    private static final long UID_OFFSET = PASSWD.byteOffset(MemoryLayout.PathElement.groupElement("pw_uid"));
    private static final long GID_OFFSET = PASSWD.byteOffset(MemoryLayout.PathElement.groupElement("pw_gid"));

    /**
     * Whether the process may become another user: its real or effective user is root.
     *
     * @throws PosixException never, by the manual
     */
    public static boolean processIsRoot() throws PosixException {
        return Libc.call("getuid", 0, 0) == 0 || Libc.call("geteuid", 0, 0) == 0;
    }

    /** The user of that name in the system's databases; empty if there is none. */
    public static Optional<User> named(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long found = Libc.callForPointer("getpwnam", arena.allocateFrom(name));
            if (found == 0) {
                return Optional.empty();
            }
            MemorySegment entry = Libc.at(found, PASSWD.byteSize());
            return Optional.of(new User(name, entry.get(JAVA_INT, UID_OFFSET), entry.get(JAVA_INT, GID_OFFSET)));
        }
    }

    /**
     * Takes all further groups from the process.
     *
     * @throws PosixException if the system refuses
     */
    public static void dropGroups() throws PosixException {
        Libc.call("setgroups", 0, 0);
    }

    /**
     * Makes every thread of the process this user, for good: group first, while that is still allowed.
     *
     * <p>On Linux user and group belong to a thread; the C library's setgid and setuid, called here, change all of
     * them.
     *
     * @throws PosixException if the system refuses, or if the process could still go back
     */
    public void become() throws PosixException {
        Libc.call("setgid", Integer.toUnsignedLong(gid), 0);
        Libc.call("setuid", Integer.toUnsignedLong(uid), 0);
        if (uid != 0 && processIsRoot()) {
            throw new PosixException(PosixException.EPERM, "the process is still root");
        }
    }
}

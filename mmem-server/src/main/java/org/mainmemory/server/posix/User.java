package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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

    private static final MemoryLayout[] NOTHING = {};
    private static final MemoryLayout[] AN_ID = {JAVA_INT};
    /** How many groups (a size_t; an int on macOS) and their array. */
    private static final MemoryLayout[] GROUPS = {Libc.MAC ? JAVA_INT : JAVA_LONG, ADDRESS};

    /**
     * Whether the process may become another user: its real or effective user is root.
     *
     * @throws PosixException never, by the manual
     */
    public static boolean processIsRoot() throws PosixException {
        return Libc.call("getuid", NOTHING) == 0 || Libc.call("geteuid", NOTHING) == 0;
    }

    /** The user of that name in the system's databases; empty if there is none. */
    @SuppressWarnings("restricted")
    public static Optional<User> named(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = Libc.callForPointer("getpwnam", arena.allocateFrom(name));
            if (found.equals(MemorySegment.NULL)) {
                return Optional.empty();
            }
            MemorySegment entry = found.reinterpret(PASSWD.byteSize());
            return Optional.of(new User(name, entry.get(JAVA_INT, UID_OFFSET), entry.get(JAVA_INT, GID_OFFSET)));
        }
    }

    /**
     * Takes all further groups from the process.
     *
     * @throws PosixException if the system refuses
     */
    public static void dropGroups() throws PosixException {
        if (Libc.MAC) {
            Libc.call("setgroups", GROUPS, 0, MemorySegment.NULL);
        } else {
            Libc.call("setgroups", GROUPS, 0L, MemorySegment.NULL);
        }
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
        Libc.call("setgid", AN_ID, gid);
        Libc.call("setuid", AN_ID, uid);
        if (uid != 0 && processIsRoot()) {
            throw new PosixException(PosixException.EPERM, "the process is still root");
        }
    }
}

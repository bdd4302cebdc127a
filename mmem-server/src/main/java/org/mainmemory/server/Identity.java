package org.mainmemory.server;

import static org.mainmemory.server.options.StartFailure.NO_USER;
import static org.mainmemory.server.options.StartFailure.OS_ERROR;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mainmemory.server.options.StartFailure;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.User;

/** Whom the process is to become once it has what only root may get: -u. For the main thread. */
final class Identity {

    private final @Nullable User user;

    private Identity(@Nullable User user) {
        this.user = user;
    }

    /**
     * The user that -u names; as with memcached it counts only if the process was started by root. A process of root's
     * without -u gets a warning and stays what it is.
     *
     * @throws StartFailure if there is no such user
     */
    static Identity of(@Nullable String name) throws StartFailure {
        try {
            if (name == null || name.isEmpty()) {
                warnIfRoot();
                return new Identity(null);
            }
            if (!User.processIsRoot()) {
                return new Identity(null);
            }
            return new Identity(User.named(name).orElseThrow(
                    () -> new StartFailure(NO_USER, "can't find the user " + name + " to switch to")));
        } catch (PosixException | UnsupportedOperationException e) {
            throw new StartFailure(OS_ERROR, "failed to find out about users: " + e.getMessage());
        }
    }

    /** Becomes that user, in all threads and for good; does nothing if there is none to become. */
    void assume() throws StartFailure {
        if (user == null) {
            return;
        }
        dropGroups();
        try {
            user.become();
        } catch (PosixException e) {
            throw new StartFailure(
                    OS_ERROR, "failed to assume identity of user " + user.name() + ": " + e.getMessage());
        }
    }

    /** Gives a file to the user to become, if there is one, who may have to open it without root's rights. */
    void own(Path file) throws IOException {
        if (user != null) {
            Files.setAttribute(file, "unix:uid", user.uid());
            Files.setAttribute(file, "unix:gid", user.gid());
        }
    }

    /** A process that may not drop its groups is in a cage already, and goes on. */
    private static void dropGroups() throws StartFailure {
        try {
            User.dropGroups();
        } catch (PosixException e) {
            String text = "failed to drop supplementary groups: " + e.getMessage();
            if (e.errno() != PosixException.EPERM) {
                throw new StartFailure(OS_ERROR, text);
            }
            System.err.println(text);
        }
    }

    /** By the name of the user: asking the C library would cost each start some milliseconds. */
    private static void warnIfRoot() {
        if ("root".equals(System.getProperty("user.name"))) {
            System.err.println("mmem: running as root; with -u <user> it would give root's rights up");
        }
    }
}

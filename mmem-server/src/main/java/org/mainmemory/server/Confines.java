package org.mainmemory.server;

import static org.mainmemory.server.options.StartFailure.FAILURE;
import static org.mainmemory.server.options.StartFailure.OS_ERROR;

import java.nio.file.Path;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.options.ServerSettings;
import org.mainmemory.server.options.StartFailure;
import org.mainmemory.server.posix.CoreFiles;
import org.mainmemory.server.posix.MemoryLock;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.Sandbox;

/**
 * How the process lives among others (-d -P -r -k -L, -o drop_privileges), in the order of a run. For the main thread.
 */
final class Confines {

    private final ServerSettings.Running process;
    private final boolean largePages;

    Confines(ServerSettings settings) {
        this.process = settings.process();
        this.largePages = settings.memory().largePages();
    }

    /** Before anything is opened. */
    void beforeStart() throws StartFailure {
        if (largePages) {
            LargePages.require();
        }
        if (process.coreDumps()) {
            allowCoreFiles();
        }
        if (process.daemon()) {
            Daemon.leaveTerminal(process.coreDumps());
        }
    }

    /** The ports are open, the user is -u's, memory is reserved. */
    void beforeServing() {
        if (process.lockMemory()) {
            lockMemory();
        }
    }

    /** Clients are served. */
    void whileServing() throws StartFailure {
        String pidFile = process.pidFile();
        if (pidFile != null) {
            PidFile.write(Path.of(pidFile), ProcessHandle.current().pid());
        }
        if (process.dropPrivileges()) {
            dropPrivileges();
        }
        if (process.daemon()) {
            Daemon.report(StderrLog.isVerbose());
        }
    }

    /** The server is told to stop. */
    void atTheEnd() {
        String pidFile = process.pidFile();
        if (pidFile != null && process.daemon()) {
            PidFile.remove(Path.of(pidFile));
        }
    }

    private static void allowCoreFiles() throws StartFailure {
        try {
            if (CoreFiles.allow()) {
                return;
            }
        } catch (PosixException | UnsupportedOperationException e) {
            // Told below: no core files either way.
        }
        throw new StartFailure(OS_ERROR, "failed to ensure corefile creation");
    }

    private static void lockMemory() {
        try {
            MemoryLock.lock();
        } catch (PosixException | UnsupportedOperationException e) {
            System.err.println("warning: -k invalid, mlockall() failed: " + e.getMessage());
        }
    }

    private static void dropPrivileges() throws StartFailure {
        try {
            Sandbox.enter();
        } catch (PosixException | UnsupportedOperationException e) {
            throw new StartFailure(FAILURE, "-o drop_privileges: " + e.getMessage());
        }
    }
}

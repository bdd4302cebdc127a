package org.mainmemory.server.options;

import org.jspecify.annotations.Nullable;

/** Collects what the process is to be (-d -P -r -k -u -v). */
final class ProcessOptions {

    private boolean daemon;
    private @Nullable String pidFile;
    private boolean coreDumps;
    private boolean lockMemory;
    private @Nullable String user;
    private int verbosity;

    /** Takes one option, if it is one of these. */
    boolean take(Option option, String value) throws StartFailure {
        switch (option) {
            case DAEMON -> daemon = true;
            case PID_FILE -> pidFile = FileName.checked(option.names(), value);
            case CORE_DUMPS -> coreDumps = true;
            case LOCK_MEMORY -> lockMemory = true;
            case USER -> user = value;
            case VERBOSE -> verbosity++;
            default -> {
                return false;
            }
        }
        return true;
    }

    int verbosity() {
        return verbosity;
    }

    ServerSettings.Running process(boolean dropPrivileges, boolean realTime) {
        return new ServerSettings.Running(user, daemon, pidFile, coreDumps, lockMemory, dropPrivileges, realTime);
    }
}

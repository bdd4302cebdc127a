package org.mainmemory.server.options;

import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.AdminSettings;

/** -o's options about clients: how many, how long, how much of them waits, and what the process may do for them. */
final class ClientOptions implements SubOptionGroup {

    private static final int MIB_SHIFT = 20;
    /** They are on the heap, one for each thread and for each of 20 watchers. */
    private static final int MOST_LOG_KIB = 32 << 10;

    private boolean maxconnsFast = true;
    private int idleTimeoutSeconds;
    private int watcherBufferBytes = AdminSettings.DEFAULTS.watcherBufferBytes();
    private int workerBufferBytes = AdminSettings.DEFAULTS.workerBufferBytes();
    private long readBufferLimitBytes;
    private int socketCookie;
    private boolean dropPrivileges;
    private boolean realTime = true;

    @Override
    public boolean take(String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "maxconns_fast" -> maxconnsFast = true;
            case "no_maxconns_fast" -> maxconnsFast = false;
            case "idle_timeout" -> idleTimeoutSeconds = Math.max(0,
                    Numbers.leadingInt(SubOptionValues.required(value, "numeric argument for " + name)));
            case "watcher_logbuf_size" -> watcherBufferBytes = SubOptionValues.kibibytes(name, value, MOST_LOG_KIB);
            case "worker_logbuf_size" -> workerBufferBytes = SubOptionValues.kibibytes(name, value, MOST_LOG_KIB);
            case "read_buf_mem_limit" -> readBufferLimitBytes = SubOptionValues.unsigned(name, value) << MIB_SHIFT;
            case "sock_cookie_id" -> socketCookie = (int) SubOptionValues.unsigned(name, value);
            case "drop_privileges" -> dropPrivileges = true;
            case "no_drop_privileges" -> dropPrivileges = false;
            case "realtime" -> realTime = true;
            case "no_realtime" -> realTime = false;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What memcached 1.4 had. */
    void noModern() {
        maxconnsFast = false;
    }

    boolean maxconnsFast() {
        return maxconnsFast;
    }

    int idleTimeoutSeconds() {
        return idleTimeoutSeconds;
    }

    int watcherBufferBytes() {
        return watcherBufferBytes;
    }

    int workerBufferBytes() {
        return workerBufferBytes;
    }

    long readBufferLimitBytes() {
        return readBufferLimitBytes;
    }

    /** Unsigned; 0 is none. */
    int socketCookie() {
        return socketCookie;
    }

    boolean dropPrivileges() {
        return dropPrivileges;
    }

    boolean realTime() {
        return realTime;
    }
}

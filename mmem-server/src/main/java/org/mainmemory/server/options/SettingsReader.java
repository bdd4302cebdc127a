package org.mainmemory.server.options;

import static org.mainmemory.server.options.Numbers.positive;
import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.ArrayList;
import java.util.List;
import org.mainmemory.memcache.session.AdminSettings;

/**
 * Collects options one by one, then checks what they mean together. Starts from memcached's defaults.
 *
 * <p>The texts and exit codes are memcached's. Where it takes nonsense (a negative -m or -p, a -a that is not octal, an
 * empty -l) or prints a line that helps nobody, mmem says what is wrong.
 */
final class SettingsReader {

    /** More loops than this need more buffers than the process has memory for, and no machine has the cores. */
    private static final int MAX_THREADS = 256;

    private final ProcessOptions process = new ProcessOptions();
    private final ListenOptions listen = new ListenOptions();
    private final MemoryOptions memory = new MemoryOptions();
    private final AccessOptions access = new AccessOptions();
    private final TlsOptions tls = new TlsOptions();
    private final SubOptions subOptions = new SubOptions(tls);
    private int threads = 4;
    private int napiIds;
    private int connectionLimit = 1024;
    private int requestsPerEvent;
    private boolean shutdownEnabled;
    private boolean flushEnabled = true;
    private char prefixDelimiter = ':';
    private boolean detail;
    private boolean dump = true;
    private boolean watch = true;

    /** Takes one option; the value is empty for one that has none. */
    void take(Option option, String value) throws StartFailure {
        if (process.take(option, value) || listen.take(option, value) || memory.take(option, value)) {
            return;
        }
        switch (option) {
            case THREADS -> threads = positive(value, "Number of threads");
            case NAPI_IDS -> napiIds = positive(value, "Maximum number of NAPI IDs");
            case CONNECTION_LIMIT -> connectionLimit = positive(value, "Maximum connections");
            case REQUESTS_PER_EVENT -> requestsPerEvent = positive(value, "Number of requests per event");
            case ENABLE_SHUTDOWN -> shutdownEnabled = true;
            case DISABLE_FLUSH_ALL -> flushEnabled = false;
            case DISABLE_DUMPING -> dump = false;
            case DISABLE_WATCH -> watch = false;
            case PREFIX_DELIMITER -> prefixDelimiter(value);
            case PROTOCOL -> access.protocol(value);
            case SASL -> access.sasl();
            case AUTH_FILE -> access.authFile(value);
            case SSL -> tls.enable();
            case EXTENDED -> subOptions.take(value);
            default -> throw new IllegalArgumentException(option.names());
        }
    }

    /** The settings, once all options are taken. */
    ServerSettings settings() throws StartFailure {
        if (napiIds > threads) {
            throw usage("Number of napi_ids(" + napiIds + ") cannot be greater than number of threads(" + threads
                    + ")");
        }
        ServerSettings.Memory checkedMemory = memory.memory(subOptions.slabs());
        subOptions.lru().check();
        ClientOptions clients = subOptions.clients();
        ServerSettings.Access checkedAccess = access.access();
        ServerSettings.Listening listening = listen.listening(
                checkedAccess, clients.socketCookie(), tls.isEnabled());
        if (threads > MAX_THREADS) {
            throw usage("Number of threads must be at most " + MAX_THREADS);
        }
        AdminSettings admin = subOptions.admin(prefixDelimiter, detail, dump, watch);
        return new ServerSettings(
                listening, checkedMemory, process.process(clients.dropPrivileges(), clients.realTime()), threads,
                connectionLimit, requestsPerEvent, clients.readBufferLimitBytes(), process.verbosity(),
                shutdownEnabled, flushEnabled, checkedAccess, tls.settings(), admin, notes());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(subOptions.notes());
        if (napiIds > 0) {
            notes.add("-N (--napi-ids) changes nothing: connections are dealt to the threads in turn");
        }
        return notes;
    }

    private void prefixDelimiter(String value) throws StartFailure {
        if (value.isEmpty()) {
            throw failure("No delimiter specified");
        }
        prefixDelimiter = value.charAt(0);
        detail = true;
    }
}

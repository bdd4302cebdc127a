package org.mainmemory.server.options;

import static org.mainmemory.server.options.Numbers.leadingDouble;
import static org.mainmemory.server.options.Numbers.leadingInt;
import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Collects options one by one, then checks what they mean together. Starts from memcached's defaults.
 *
 * <p>The texts and exit codes are memcached's. Where it takes nonsense (a negative -m or -p, a -a that is not octal, an
 * empty -l) or prints a line that helps nobody, mmem says what is wrong.
 */
final class SettingsReader {

    /** More loops than this need more buffers than the process has memory for, and no machine has the cores. */
    static final int MAX_THREADS = 256;

    /** 64 TiB: what an address space has room for. */
    static final int MAX_MEMORY_MEGABYTES = 1 << 26;

    private static final int MIN_ITEM_SIZE_MAX = 1024;
    private static final int MAX_ITEM_SIZE_MAX = 1 << 30;

    private int memoryLimitMegabytes = 64;
    private @Nullable String memoryFile;
    private long maxItemSize = 1 << 20;
    private boolean evictions = true;
    private boolean useCas = true;
    private double growthFactor = 1.25;
    private int slabMinSize = 48;
    private int threads = 4;
    private int connectionLimit = 1024;
    private int requestsPerEvent;
    private int verbosity;
    private @Nullable String user;
    private boolean shutdownEnabled;
    private boolean flushEnabled = true;
    private char prefixDelimiter = ':';
    private boolean detail;
    private boolean dump = true;
    private boolean watch = true;
    private final ListenOptions listenOptions = new ListenOptions();
    private final AccessOptions accessOptions = new AccessOptions();
    private final TlsOptions tlsOptions = new TlsOptions();
    private final SubOptions subOptions = new SubOptions(tlsOptions);

    /** Takes one option; the value is empty for one that has none. */
    void take(Option option, String value) throws StartFailure {
        switch (option) {
            case PORT -> listenOptions.port(value);
            case UDP_PORT -> listenOptions.udpPort(value);
            case UNIX_SOCKET -> listenOptions.unixSocket(value);
            case UNIX_MASK -> listenOptions.unixMask(value);
            case LISTEN -> listenOptions.interfaces(value);
            case BACKLOG -> listenOptions.backlog(value);
            case MEMORY_LIMIT -> memoryLimitMegabytes = leadingInt(value);
            case MEMORY_FILE -> memoryFile = memoryFile(value);
            case MAX_ITEM_SIZE -> maxItemSize = size(value);
            case DISABLE_EVICTIONS -> evictions = false;
            case DISABLE_CAS -> useCas = false;
            case GROWTH_FACTOR -> growthFactor = factor(value);
            case SLAB_MIN_SIZE -> slabMinSize = positive(value, "Chunk size");
            case THREADS -> threads = positive(value, "Number of threads");
            case CONNECTION_LIMIT -> connectionLimit = positive(value, "Maximum connections");
            case REQUESTS_PER_EVENT -> requestsPerEvent = positive(value, "Number of requests per event");
            case VERBOSE -> verbosity++;
            case USER -> user = value;
            case ENABLE_SHUTDOWN -> shutdownEnabled = true;
            case DISABLE_FLUSH_ALL -> flushEnabled = false;
            case DISABLE_DUMPING -> dump = false;
            case DISABLE_WATCH -> watch = false;
            case PREFIX_DELIMITER -> prefixDelimiter(value);
            case PROTOCOL -> accessOptions.protocol(value);
            case SASL -> accessOptions.sasl();
            case AUTH_FILE -> accessOptions.authFile(value);
            case SSL -> tlsOptions.enable();
            case EXTENDED -> subOptions.take(value);
            default -> throw new IllegalArgumentException(option.names());
        }
    }

    /** The settings, once all options are taken. */
    ServerSettings settings() throws StartFailure {
        long limitBytes = (long) memoryLimitMegabytes << 20;
        checkMaxItemSize(limitBytes);
        if (memoryLimitMegabytes > MAX_MEMORY_MEGABYTES) {
            throw usage("-m (--memory-limit) must be at most " + MAX_MEMORY_MEGABYTES + " megabytes");
        }
        if (threads > MAX_THREADS) {
            throw usage("Number of threads must be at most " + MAX_THREADS);
        }
        ServerSettings.Access access = accessOptions.access();
        return new ServerSettings(
                listenOptions.listening(access, tlsOptions.isEnabled()),
                new ServerSettings.Memory(
                        limitBytes, (int) maxItemSize, evictions, useCas, growthFactor, slabMinSize,
                        subOptions.chunkMax(), subOptions.classic(), memoryFile),
                threads, connectionLimit, requestsPerEvent, verbosity, user, shutdownEnabled, flushEnabled,
                access, tlsOptions.settings(), subOptions.admin(prefixDelimiter, detail, dump, watch),
                subOptions.notes());
    }

    private void checkMaxItemSize(long limitBytes) throws StartFailure {
        if (maxItemSize < MIN_ITEM_SIZE_MAX) {
            throw usage("Item max size cannot be less than 1024 bytes.");
        }
        if (maxItemSize > limitBytes / 2) {
            throw usage("Cannot set item size limit higher than 1/2 of memory max.");
        }
        if (maxItemSize > MAX_ITEM_SIZE_MAX) {
            throw usage("Cannot set item size limit higher than a gigabyte.");
        }
        if (maxItemSize < subOptions.chunkMax()) {
            throw usage("slab_chunk_max (bytes: " + subOptions.chunkMax() + ") cannot be larger than -I (item_size_max "
                    + maxItemSize + ")");
        }
        if (maxItemSize % subOptions.chunkMax() != 0) {
            throw usage("-I (item_size_max: " + maxItemSize + ") must be evenly divisible by slab_chunk_max (bytes: "
                    + subOptions.chunkMax() + ")");
        }
    }

    private void prefixDelimiter(String value) throws StartFailure {
        if (value.isEmpty()) {
            throw failure("No delimiter specified");
        }
        prefixDelimiter = value.charAt(0);
        detail = true;
    }

    private static String memoryFile(String value) throws StartFailure {
        if (value.isEmpty()) {
            throw usage("-e (--memory-file) needs the name of a file");
        }
        return value;
    }

    private static int positive(String value, String what) throws StartFailure {
        int number = leadingInt(value);
        if (number <= 0) {
            throw failure(what + " must be greater than 0");
        }
        return number;
    }

    private static double factor(String value) throws StartFailure {
        double factor = leadingDouble(value);
        if (factor <= 1) {
            throw failure("Factor must be greater than 1");
        }
        return Math.min(factor, Integer.MAX_VALUE);
    }

    /** A number of bytes with an optional suffix: k for KiB, m for MiB. */
    private static long size(String value) {
        long number = leadingInt(value);
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.endsWith("k")) {
            return number << 10;
        }
        return lower.endsWith("m") ? number << 20 : number;
    }
}

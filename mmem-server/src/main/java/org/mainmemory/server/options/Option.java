package org.mainmemory.server.options;

import org.jspecify.annotations.Nullable;

/**
 * memcached's options, a row each: letter, long name, the value's name if it takes one, and what it does; a line break
 * in that is one in the help.
 */
enum Option {
    PORT('p', "port", "num", "TCP port to listen on (default: 11211)\n0 is off, -1 any free port"),
    UDP_PORT('U', "udp-port", "num", "UDP port to listen on (default: 0, off)\n-1 is any free port; without -p it is"
            + " the TCP port as well"),
    UNIX_SOCKET('s', "unix-socket", "file", "UNIX domain socket to listen on instead of the network"),
    UNIX_MASK('a', "unix-mask", "mask", "who may use the UNIX socket, octal as for chmod (default: 700)"),
    ENABLE_SHUTDOWN('A', "enable-shutdown", null, "obey the \"shutdown\" command"),
    LISTEN('l', "listen", "addr", "address to listen on (default: all): a host name, an IPv4 address, an IPv6"
            + " address in [brackets] or *, each with :port if it is not -p's; a list with commas, or several -l;"
            + " proto[ascii]:, proto[binary]: or proto[negotiating]: before an address says what is spoken there"),
    DAEMON('d', "daemon", null, "serve in the background; returns when the ports are open, or fails with the reason"),
    CORE_DUMPS('r', "enable-coredumps", null, "let core files be as large as they may"),
    USER('u', "user", "user", "become this user once the ports are open (only when started by root)"),
    MEMORY_LIMIT('m', "memory-limit", "num", "memory for items, in megabytes (default: 64)"),
    DISABLE_EVICTIONS('M', "disable-evictions", null, "when memory is full answer an error, evict nothing"),
    CONNECTION_LIMIT('c', "conn-limit", "num", "how many clients may be connected at once (default: 1024)"),
    LOCK_MEMORY('k', "lock-memory", null, "keep all memory of the process resident"),
    VERBOSE('v', "verbose", null, "tell on stderr what happens; -vv tells more, -vvv everything"),
    HELP('h', "help", null, "print this and exit"),
    LICENSE('i', "license", null, "print the licence and exit"),
    VERSION('V', "version", null, "print the version and exit"),
    PID_FILE('P', "pidfile", "file", "write the process id to a file, which is removed at the end if -d is given"),
    GROWTH_FACTOR('f', "slab-growth-factor", "num", "ratio between the sizes of slab classes (default: 1.25)"),
    SLAB_MIN_SIZE('n', "slab-min-size", "bytes", "room for key, value and flags in the smallest slab class"
            + " (default: 48)"),
    LARGE_PAGES('L', "enable-largepages", null, "ask the system for large pages for items"),
    PREFIX_DELIMITER('D', null, "char", "where the prefix of a key ends that \"stats detail\" counts by; also begins"
            + " to count (default: :)"),
    THREADS('t', "threads", "num", "how many threads serve clients (default: 4)"),
    REQUESTS_PER_EVENT('R', "max-reqs-per-event", "num", "requests of one client in a row while others wait"
            + " (default: as many as 64k hold)"),
    DISABLE_CAS('C', "disable-cas", null, "keep no CAS with items"),
    BACKLOG('b', "listen-backlog", "num", "clients that may wait for being accepted (default: 1024)"),
    PROTOCOL('B', "protocol", "name", "what clients speak: auto (their first byte says), ascii or binary"
            + " (default: auto)"),
    MAX_ITEM_SIZE('I', "max-item-size", "num", "largest item, with suffix k or m (default: 1m, min: 1k, max: 1024m)"),
    SASL('S', "enable-sasl", null, "admit only clients of the binary protocol that authenticate by SASL; users and"
            + " passwords are in the file that MEMCACHED_SASL_PWDB names, user:password in each line"),
    DISABLE_FLUSH_ALL('F', "disable-flush-all", null, "refuse the \"flush_all\" command"),
    DISABLE_DUMPING('X', "disable-dumping", null, "refuse to dump keys, and \"stats detail\""),
    DISABLE_WATCH('W', "disable-watch", null, "refuse the \"watch\" command"),
    AUTH_FILE('Y', "auth-file", "file", "admit only text clients that authenticate; the file has user:password in"
            + " each line and is read anew on SIGHUP"),
    MEMORY_FILE('e', "memory-file", "file", "keep the items in this file, where the next start finds them; best on a"
            + " RAM disk"),
    SSL('Z', "enable-ssl", null, "speak TLS; with -o ssl_chain_cert=file, ssl_key=file, and ssl_verify_mode=0..3 and"
            + " ssl_ca_cert=file for clients' certificates. In -l, notls:addr is a plain port, btls:addr asks for no"
            + " certificate, mtls:addr insists on one"),
    NAPI_IDS('N', "napi-ids", "num", "changes nothing: connections are dealt to the threads in turn"),
    EXTENDED('o', "extended", "list", "more options with commas between them; many can be switched off with no_");

    private static final Option[] TABLE = values();

    final char letter;
    final @Nullable String longName;
    final @Nullable String valueName;
    final String description;

    Option(char letter, @Nullable String longName, @Nullable String valueName, String description) {
        this.letter = letter;
        this.longName = longName;
        this.valueName = valueName;
        this.description = description;
    }

    boolean takesValue() {
        return valueName != null;
    }

    /** The option's names as the user knows them: {@code -p (--port)}. */
    String names() {
        return longName == null ? "-" + letter : "-" + letter + " (--" + longName + ")";
    }

    static @Nullable Option byLetter(char letter) {
        for (Option option : TABLE) {
            if (option.letter == letter) {
                return option;
            }
        }
        return null;
    }

    static Option[] table() {
        return TABLE;
    }
}

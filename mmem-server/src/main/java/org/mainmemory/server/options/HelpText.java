package org.mainmemory.server.options;

/**
 * What -h prints below the version: a line or more for each option, then for each of -o's. The shape is
 * memcached's, since scripts search it: {@code -p, --port=<num>}, blanks up to column {@value #COLUMN}, the text.
 */
final class HelpText {

    static final int WIDTH = 110;

    private static final int COLUMN = 26;

    /** -o's names with what they do; most opposites with no_ are not listed. */
    private static final String[][] EXTENDED = {
        {"maxconns_fast", "refuse clients beyond -c at once instead of letting them wait (default: on)"},
        {"hashpower", "changes nothing: the index grows by itself"},
        {"no_hashexpand", "changes nothing"},
        {"tail_repair_time", "changes nothing: there are no leaked references to repair"},
        {"hash_algorithm", "jenkins, murmur3 or xxh3; changes nothing: mmem has its own"},
        {"idle_timeout", "seconds after which a silent client is disconnected (default: 0, never)"},
        {"read_buf_mem_limit", "megabytes for what clients' unfinished requests and unsent replies may hold"
            + " (default: 0, no limit)"},
        {"sock_cookie_id", "a number that the packets of clients' connections are marked with (Linux, root)"},
        {"drop_privileges", "after the start forbid the process to start programs, to open further network sockets"
            + " and more (Linux)"},
        {"no_drop_privileges", "forbid nothing (default)"},
        {"no_realtime", "keep threads under the system's usual policy; otherwise those that serve requests and have"
            + " time to spare run in real time where they may (Linux: CAP_SYS_NICE or RLIMIT_RTPRIO)"},
        {"slab_reassign", "obey \"slabs reassign\" (default: on)"},
        {"slab_automove", "move memory between slab classes: 0 no, 1 yes, 2 eagerly (default: 1)"},
        {"slab_automove_ratio", "how unlike the ages of two classes must be for a move, 0 to 1 (default: 0.8)"},
        {"slab_automove_window", "seconds that the automover looks back (default: 10)"},
        {"slab_automove_freeratio", "share of the memory to be held free (default: 0.01)"},
        {"slab_chunk_max", "largest chunk of an item, in kilobytes, as statistics are told (default: 512)"},
        {"slab_sizes", "sizes of the slab classes that statistics are told by, with - between them"},
        {"track_sizes", "tell \"stats sizes\""},
        {"lru_crawler", "obey \"lru_crawler\" (default: on)"},
        {"no_lru_crawler", "refuse it"},
        {"lru_crawler_sleep", "microseconds between the steps of a crawl (default: 100)"},
        {"lru_crawler_tocrawl", "most items of a slab class that a crawl looks at (default: 0, all)"},
        {"lru_maintainer", "remove expired items without being asked (default: on)"},
        {"no_lru_maintainer", "remove them when memory is needed"},
        {"hot_lru_pct", "share of the hot LRU in percent, as statistics are told (default: 20)"},
        {"warm_lru_pct", "share of the warm LRU in percent, as statistics are told (default: 40)"},
        {"hot_max_factor", "told by \"stats settings\", changes nothing (default: 0.20)"},
        {"warm_max_factor", "told by \"stats settings\", changes nothing (default: 2.00)"},
        {"temporary_ttl", "items that expire within so many seconds are not evicted (default: none)"},
        {"watcher_logbuf_size", "kilobytes that may wait for a client that watches (default: 256, max: 32768)"},
        {"worker_logbuf_size", "kilobytes of a thread that may wait for those who watch (default: 64, max: 32768)"},
        {"modern", "changes nothing"},
        {"ssl_chain_cert", "the server's certificate and those that link it to one that clients know, PEM"},
        {"ssl_key", "its private key (default: in the same file)"},
        {"ssl_verify_mode", "what clients have to show: 0 nothing (default), 1 a certificate if they have one, 2 or 3"
            + " a certificate"},
        {"ssl_keyformat", "how the key is written: 1 PEM (default), 2 DER"},
        {"ssl_ciphers", "cipher suites of TLS 1.2 as openssl names them, with colons between them"},
        {"ssl_ca_cert", "certificates of those to believe about clients, PEM"},
        {"ssl_wbuf_size", "told by \"stats settings\", changes nothing (kilobytes, default: 16)"},
        {"ssl_session_cache", "let clients resume sessions"},
        {"ssl_kernel_tls", "changes nothing: Java encrypts by itself"},
        {"ssl_min_version", "oldest version: 2 TLS 1.2 (default; 0 and 1 are the same), 3 TLS 1.3"},
        {"no_modern", "what was the default in memcached 1.4"},
    };

    private HelpText() {
    }

    static String options() {
        StringBuilder text = new StringBuilder();
        for (Option option : Option.table()) {
            entry(text, names(option), option.description);
        }
        for (String[] extended : EXTENDED) {
            entry(text, "   - " + extended[0] + ":", extended[1]);
        }
        return text.toString();
    }

    private static String names(Option option) {
        if (option.longName == null) {
            return "-" + option.letter + " <" + option.valueName + ">";
        }
        String names = "-" + option.letter + ", --" + option.longName;
        return option.takesValue() ? names + "=<" + option.valueName + ">" : names;
    }

    private static void entry(StringBuilder text, String names, String description) {
        text.append(names).append(" ".repeat(Math.max(1, COLUMN - names.length())));
        int column = Math.max(COLUMN, names.length() + 1);
        for (String line : description.split("\n")) {
            for (String word : line.split(" ")) {
                if (column + word.length() > WIDTH) {
                    column = breakLine(text);
                }
                text.append(word).append(' ');
                column += word.length() + 1;
            }
            column = breakLine(text);
        }
        text.setLength(text.length() - COLUMN);
    }

    /** Ends a line, and begins another with blanks; answers its column. */
    private static int breakLine(StringBuilder text) {
        text.setLength(text.length() - 1);
        text.append('\n').append(" ".repeat(COLUMN));
        return COLUMN;
    }
}

package org.mainmemory.server.options;

/**
 * What -h prints below the version: a line or more for each option, then for each of -o's. The shape is
 * memcached's, since scripts search it: {@code -p, --port=<num>}, blanks up to column {@value #COLUMN}, the text.
 */
final class HelpText {

    static final int WIDTH = 110;

    private static final int COLUMN = 26;

    /** -o's names with what they do; those that are taken with a note alone are not listed. */
    private static final String[][] EXTENDED = {
        {"maxconns_fast", "refuse clients beyond -c at once instead of letting them wait (default: on)"},
        {"idle_timeout", "seconds after which a silent client is disconnected (default: 0, never)"},
        {"read_buf_mem_limit", "megabytes for what clients' unfinished requests and unsent replies may hold"
            + " (default: 0, no limit)"},
        {"sock_cookie_id", "a number that the packets of clients' connections are marked with (Linux, root)"},
        {"drop_privileges", "after the start forbid the process to start programs, to open further network sockets"
            + " and more (Linux)"},
        {"no_drop_privileges", "forbid nothing (default)"},
        {"slab_reassign", "obey \"slabs reassign\" (default: on)"},
        {"slab_automove", "move memory between slab classes: 0 no, 1 yes, 2 eagerly (default: 1)"},
        {"slab_chunk_max", "largest chunk of an item, in kilobytes, as statistics are told (default: 512)"},
        {"slab_sizes", "sizes of the slab classes that statistics are told by, with - between them"},
        {"track_sizes", "tell \"stats sizes\""},
        {"lru_crawler", "obey \"lru_crawler\" (default: on)"},
        {"lru_crawler_tocrawl", "most items of a slab class that a crawl looks at (default: 0, all)"},
        {"lru_maintainer", "remove expired items without being asked (default: on)"},
        {"watcher_logbuf_size", "kilobytes that may wait for a client that watches (default: 256)"},
        {"worker_logbuf_size", "kilobytes of a thread that may wait for those who watch (default: 64)"},
        {"modern", "changes nothing"},
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

package org.mainmemory.memcache.protocol.text;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Opcode;

/** The verbs of the text protocol, as {@link TextWord}s. They are compared exactly, case included. Stateless. */
final class TextVerb {

    static final long GET = TextWord.of("get");
    static final long GETS = TextWord.of("gets");
    static final long GAT = TextWord.of("gat");
    static final long GATS = TextWord.of("gats");
    static final long DELETE = TextWord.of("delete");
    static final long INCR = TextWord.of("incr");
    static final long DECR = TextWord.of("decr");
    static final long TOUCH = TextWord.of("touch");

    private static final long SET = TextWord.of("set");
    private static final long ADD = TextWord.of("add");
    private static final long REPLACE = TextWord.of("replace");
    private static final long APPEND = TextWord.of("append");
    private static final long PREPEND = TextWord.of("prepend");
    private static final long CAS = TextWord.of("cas");

    private static final long VERSION = TextWord.of("version");
    private static final long STATS = TextWord.of("stats");
    private static final long QUIT = TextWord.of("quit");

    private static final long WATCH = TextWord.of("watch");

    private static final String[] ORDERS = {
        "slabs", "cache_memlimit", "lru_crawler", "lru", "extstore", "refresh_certs", "debugtime", "debugitem",
        "misbehave"
    };

    /** Verbs that heed a noreply and may have spaces before them. */
    enum Order {
        /** flush_all. */
        FLUSH_ALL,
        /** verbosity. */
        VERBOSITY,
        /** shutdown. */
        SHUTDOWN,
        /** Another verb about the server. */
        OTHER,
        /** No verb. */
        NONE
    }

    private TextVerb() {
    }

    /** The storage command that {@code verb} spells. */
    static @Nullable Opcode storage(long verb) {
        if (verb == SET) {
            return Opcode.SET;
        }
        if (verb == ADD) {
            return Opcode.ADD;
        }
        if (verb == CAS) {
            return Opcode.CAS;
        }
        if (verb == REPLACE) {
            return Opcode.REPLACE;
        }
        if (verb == APPEND) {
            return Opcode.APPEND;
        }
        return verb == PREPEND ? Opcode.PREPEND : null;
    }

    /** Whether a meta verb ends in {@code letter}. */
    static boolean isMeta(byte letter) {
        return switch (letter) {
            case 'g', 's', 'd', 'a', 'n', 'e' -> true;
            default -> false;
        };
    }

    /** The command without key that {@code verb} spells, of those that heed no noreply. */
    static @Nullable Opcode talk(long verb) {
        if (verb == VERSION) {
            return Opcode.VERSION;
        }
        if (verb == STATS) {
            return Opcode.STATS;
        }
        if (verb == WATCH) {
            return Opcode.ADMIN;
        }
        return verb == QUIT ? Opcode.QUIT : null;
    }

    /** What the first word of a line orders. */
    static Order order(InputBuffer in, Tokens tokens) {
        if (tokens.count() == 0) {
            return Order.NONE;
        }
        if (is(in, tokens, "flush_all")) {
            return Order.FLUSH_ALL;
        }
        if (is(in, tokens, "verbosity")) {
            return Order.VERBOSITY;
        }
        if (is(in, tokens, "shutdown")) {
            return Order.SHUTDOWN;
        }
        for (String other : ORDERS) {
            if (is(in, tokens, other)) {
                return Order.OTHER;
            }
        }
        return Order.NONE;
    }

    private static boolean is(InputBuffer in, Tokens tokens, String verb) {
        return tokens.length(0) == verb.length() && tokens.isPrefix(in, 0, verb);
    }
}

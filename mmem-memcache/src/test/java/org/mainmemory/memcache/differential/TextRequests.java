package org.mainmemory.memcache.differential;

/** The text protocol. */
final class TextRequests implements Requests {

    private static final int FILLED = 1000;

    @Override
    public Request next(Choice choice) {
        boolean broken = choice.oneIn(7);
        return new Request(broken ? broken(choice) : valid(choice), false, broken);
    }

    private static String valid(Choice choice) {
        return switch (choice.below(17)) {
            case 0, 1, 2, 3, 4 -> storage(choice);
            case 5, 6 -> cas(choice);
            case 7, 8, 9, 10 -> retrieval(choice);
            case 11 -> choice.of("gat ", "gats ") + OddNumbers.exptime(choice) + keys(choice) + "\r\n";
            case 12, 13 -> counting(choice);
            case 14 -> "delete " + key(choice) + noreply(choice) + "\r\n";
            case 15 -> "touch " + key(choice) + " " + OddNumbers.exptime(choice) + noreply(choice) + "\r\n";
            default -> small(choice);
        };
    }

    private static String storage(Choice choice) {
        String verb = choice.of("set", "set", "set", "add", "replace", "append", "prepend");
        String value = Values.any(choice);
        String line = verb + " " + key(choice) + " " + OddNumbers.flags(choice) + " " + OddNumbers.exptime(choice) + " "
                + value.length() + noreply(choice) + "\r\n";
        return withValue(line, value);
    }

    private static String cas(Choice choice) {
        int key = choice.below(Keys.count());
        String value = Values.any(choice);
        String cas = casNumber(choice, key, choice.below(Keys.count()));
        String line = "cas " + Keys.name(key) + " " + OddNumbers.flags(choice) + " " + OddNumbers.exptime(choice)
                + " " + value.length() + " " + cas + noreply(choice) + "\r\n";
        return withValue(line, value);
    }

    /** Where a number is missing, a CAS may become the length, and a value a line, which must not be long. */
    private static String withValue(String line, String value) {
        return line.contains("  ") ? Mutation.withoutCas(line) + "vvv\r\n" : line + value + "\r\n";
    }

    /** A CAS to compare with: mostly the right one, seldom that of another key. */
    static String casNumber(Choice choice, int key, int other) {
        return switch (choice.below(12)) {
            case 0 -> choice.of("0", "1", "1125899906842624", "18446744073709551615");
            case 1 -> OddNumbers.any(choice);
            case 2 -> String.valueOf(Request.casBefore(key));
            case 3 -> String.valueOf(Request.casOf(other));
            default -> String.valueOf(Request.casOf(key));
        };
    }

    private static String retrieval(Choice choice) {
        return choice.of("get", "gets", "gets") + keys(choice) + "\r\n";
    }

    /** Before a counter is changed nobody may hold it: memcached then would not pad what becomes shorter. */
    private static String counting(Choice choice) {
        String delta = choice.oneIn(6)
                ? OddNumbers.any(choice)
                : choice.of("1", "1", "5", "90", "1000", "18446744073709551615", "9999999999");
        return "mn\r\n" + choice.of("incr ", "decr ") + key(choice) + " " + delta + noreply(choice) + "\r\n";
    }

    private static String small(Choice choice) {
        return switch (choice.below(14)) {
            case 0 -> "version\r\n";
            case 1 -> "verbosity 0" + noreply(choice) + "\r\n";
            case 2 -> "flush_all" + choice.of("", " 0", " -1") + noreply(choice) + "\r\n";
            case 3 -> choice.of("stats reset\r\n", "stats detail\r\n", "stats bogus\r\n");
            case 4 -> choice.of("bogus\r\n", "bogus a b noreply\r\n", "GET a\r\n", "Set a 0 0 1\r\n", "get\ta\r\n");
            case 5 -> choice.of("\r\n", "\n", "a\r\n", "ab\r\n", "abc\n", " \r\n", "  get a\r\n", "\0\r\n");
            case 6 -> choice.oneIn(4) ? choice.of("quit\r\n", "quit now\r\n", "a HTTP/1.1\r\n") : "mn\r\n";
            case 7 -> choice.of("lru mode flat\r\n", "lru bogus\r\n", "lru temp_ttl -1\r\n", "slabs bogus\r\n",
                    "slabs automove 3\r\n", "slabs automove x\r\n", "slabs reassign 1 1\r\n",
                    "slabs reassign x 1\r\n", "lru_crawler sleep 2000000\r\n", "lru_crawler crawl 64\r\n",
                    "lru_crawler tocrawl x\r\n", "lru_crawler crawl x\r\n", "lru_crawler bogus\r\n", "lru_crawler\r\n",
                    "cache_memlimit\r\n", "cache_memlimit 1\r\n", "cache_memlimit x\r\n");
            case 8 -> "get " + "k".repeat(choice.of(251, 300, 2040, 2100)) + "\r\n";
            case 9 -> choice.of("shutdown\r\n", "shutdown x\r\n", "refresh_certs\r\nversion\r\n",
                    "mn\r\nwatch bogus\r\n");
            case 10 -> "mn\r\n";
            case 11 -> "stats detail " + choice.of("on", "off", "dump", "x", "") + "\r\n";
            case 12 -> "stats cachedump " + choice.of("", "1", "x 1", "64 1", "1 x") + "\r\n";
            default -> "x".repeat(choice.of(10, 1000, 1900)) + choice.of("\r\n", "\n", " a\r\n");
        };
    }

    private static String broken(Choice choice) {
        String request;
        do {
            request = choice.of(storage(choice), cas(choice), retrieval(choice), counting(choice),
                    "gat 0" + keys(choice) + "\r\n", "delete a\r\n", "touch a 0\r\n");
        } while (request.length() > FILLED);
        return Mutation.of(request, choice);
    }

    private static String keys(Choice choice) {
        StringBuilder keys = new StringBuilder();
        for (int i = choice.oneIn(2) ? 0 : choice.below(5); i >= 0; i--) {
            keys.append(' ').append(key(choice));
        }
        return keys.toString();
    }

    private static String key(Choice choice) {
        return choice.oneIn(80)
                ? choice.of("k".repeat(251), "noreply", "0", "k\0", "\u00ff", "missing")
                : Keys.name(choice.below(Keys.count()));
    }

    private static String noreply(Choice choice) {
        return choice.oneIn(15) ? choice.of(" noreply", " noreply", " noreply ", " noreplyx", " x", " 0") : "";
    }

    @Override
    public String sync(int number) {
        return "mg sync Osync" + number + "\r\n";
    }

    @Override
    public String syncReply(int number) {
        return "EN Osync" + number + "\r\n";
    }

    @Override
    public String filler() {
        return "\r\n" + "mn\r\n".repeat(FILLED);
    }

    @Override
    public ReplyPieces pieces() {
        return new TextPieces();
    }
}

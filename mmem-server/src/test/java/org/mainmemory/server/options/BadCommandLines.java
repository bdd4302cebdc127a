package org.mainmemory.server.options;

import java.util.List;
import java.util.stream.Stream;

/** Command lines that fail, with the exit code and the text for stderr: for mmem's tests and for memcached's. */
final class BadCommandLines {

    /**
     * A command line that fails.
     *
     * @param words its words
     * @param exitCode the exit code expected
     * @param text the text expected; {@code %s} is the program's name
     */
    record Case(List<String> words, int exitCode, String text) {
        @Override
        public String toString() {
            return String.join(" ", words);
        }
    }

    private static final String HALF = "Cannot set item size limit higher than 1/2 of memory max.";
    private static final String SMALL = "Item max size cannot be less than 1024 bytes.";
    private static final String ILLEGAL = "\nIllegal argument \"?\"";

    private BadCommandLines() {
    }

    /** Those that memcached answers with the same exit code and the same text. */
    static Stream<Case> sameAsMemcached() {
        return Stream.of(
                bad(1, "Maximum connections must be greater than 0", "-c", "0"),
                bad(1, "Maximum connections must be greater than 0", "-c-5"),
                bad(1, "Maximum connections must be greater than 0", "--conn-limit=none"),
                bad(1, "Number of requests per event must be greater than 0", "-R", "0"),
                bad(1, "Number of threads must be greater than 0", "-t", "0"),
                bad(1, "Number of threads must be greater than 0", "-t", "x"),
                bad(1, "Chunk size must be greater than 0", "-n", "0"),
                bad(1, "Factor must be greater than 1", "-f", "1"),
                bad(1, "Factor must be greater than 1", "-f", "abc"),
                bad(1, "Factor must be greater than 1", "-f", ".99e0"),
                bad(1, "Illegal suboption \"foo\"", "-o", "foo,bar"),
                bad(1, "Illegal suboption \"foo=3\"", "--extended", "foo=3"),
                bad(64, SMALL, "-u", "nobody", "-I", "2g"),
                bad(64, SMALL, "-u", "nobody", "-I", ""),
                bad(64, SMALL, "-u", "nobody", "-I", "1023"),
                bad(64, SMALL, "-u", "nobody", "-I", "-1m"),
                bad(64, HALF, "-u", "nobody", "-m", "1"),
                bad(64, HALF, "-u", "nobody", "-m", "abc"),
                bad(64, HALF, "-u", "nobody", "-I", "33m"),
                bad(64, "Cannot set item size limit higher than a gigabyte.",
                        "-u", "nobody", "-m", "4096", "-I", "1025m"),
                bad(64, "slab_chunk_max (bytes: 524288) cannot be larger than -I (item_size_max 1024)",
                        "-u", "nobody", "-I", "1K"),
                bad(64, "-I (item_size_max: 1536000) must be evenly divisible by slab_chunk_max (bytes: 524288)",
                        "-u", "nobody", "-I", "1500k"),
                bad(64, "Invalid value for binding protocol: foo\n -- should be one of auto, binary, or ascii",
                        "-B", "foo"),
                bad(64, "ERROR: You cannot allow the ASCII protocol while using SASL.",
                        "-u", "nobody", "-S", "-B", "auto"),
                bad(64, "ERROR: You cannot allow the ASCII protocol while using SASL.",
                        "-u", "nobody", "-B", "binary", "-B", "ascii", "-S"),
                bad(64, "ERROR: You cannot allow the BINARY protocol while using ascii authentication tokens.",
                        "-u", "nobody", "-Y", "/x", "-B", "auto"),
                bad(64, "ERROR: You cannot enable SSL without a TCP port.", "-u", "nobody", "-Z", "-p", "0"),
                bad(1, "Invalid ssl_verify_mode. Use help to see valid options.", "-o", "ssl_verify_mode=4"),
                bad(1, "Invalid ssl_min_version. Use help to see valid options.", "-Z", "-o", "ssl_min_version=4"),
                bad(1, "could not parse argument to ssl_verify_mode", "-o", "ssl_key=a,ssl_verify_mode=x"),
                bad(1, "Missing ssl_ca_cert argument", "-o", "ssl_ca_cert"),
                bad(64, "ERROR: Invalid port number 65536.", "-u", "nobody", "-p", "65536"),
                bad(64, "ERROR: Invalid port number 65537.", "-u", "nobody", "-U", "65537"),
                bad(64, "ERROR: Cannot enable UDP while using binary SASL authentication.",
                        "-u", "nobody", "-S", "-U", "11211"),
                bad(1, "Maximum number of NAPI IDs must be greater than 0", "-N", "0"),
                bad(64, "Number of napi_ids(8) cannot be greater than number of threads(4)",
                        "-u", "nobody", "-N", "8"),
                bad(1, "%s: invalid option -- 'q'" + ILLEGAL, "-q"),
                bad(1, "%s: invalid option -- 'q'" + ILLEGAL, "-vvq"),
                bad(1, "%s: option requires an argument -- 'p'" + ILLEGAL, "-p"),
                bad(1, "%s: option requires an argument -- 'm'" + ILLEGAL, "-Mm"),
                bad(1, "%s: unrecognized option '--bogus=3'" + ILLEGAL, "--bogus=3"),
                bad(1, "%s: option '--port' requires an argument" + ILLEGAL, "--por"),
                bad(1, "%s: option '--enable-shutdown' doesn't allow an argument" + ILLEGAL, "--enable-sh=1"),
                bad(1, "%s: option '--memory' is ambiguous; possibilities: '--memory-limit' '--memory-file'" + ILLEGAL,
                        "--memory"),
                // The first failure is the one told; words that are no options do not stop the reading.
                bad(1, "Chunk size must be greater than 0", "-p", "70000", "word", "-n", "0", "-c", "0"));
    }

    /** Those of -o that memcached answers with the same exit code and the same text. */
    static Stream<Case> subOptionsSameAsMemcached() {
        return Stream.of(
                bad(1, "Missing numeric argument for hashpower", "-o", "hashpower"),
                bad(1, "Initial hashtable multiplier of 5 is too low", "-o", "hashpower=5"),
                bad(1, "Initial hashtable multiplier of 40 is too high\n"
                        + "Choose a value based on \"STAT hash_power_level\" from a running instance",
                        "-o", "hashpower=40"),
                bad(1, "slab_automove must be between 0 and 2", "-o", "slab_automove=3"),
                bad(1, "Missing slab_automove_ratio argument", "-o", "slab_automove_ratio"),
                bad(1, "slab_automove_ratio must be > 0 and < 1", "-o", "slab_automove_ratio=1.1"),
                bad(1, "Missing numeric argument for tail_repair_time", "-o", "tail_repair_time"),
                bad(1, "Cannot set tail_repair_time to less than 10 seconds", "-o", "tail_repair_time=3"),
                bad(1, "Missing hash_algorithm argument", "-o", "hash_algorithm"),
                bad(1, "Unknown hash_algorithm option (jenkins, murmur3, xxh3)", "-o", "hash_algorithm=md5"),
                bad(1, "Missing lru_crawler_sleep value", "-o", "lru_crawler_sleep"),
                bad(1, "LRU crawler sleep must be between 0 and 1 second", "-o", "lru_crawler_sleep=1000001"),
                bad(1, "Missing lru_crawler_tocrawl value", "-o", "lru_crawler_tocrawl"),
                bad(1, "lru_crawler_tocrawl takes a numeric 32bit value", "-o", "lru_crawler_tocrawl=x"),
                bad(1, "hot_lru_pct must be > 1 and < 80", "-o", "hot_lru_pct=0"),
                bad(1, "warm_lru_pct must be > 1 and < 80", "-o", "warm_lru_pct=80"),
                bad(1, "hot_max_factor must be > 0", "-o", "hot_max_factor=0"),
                bad(1, "Missing warm_max_factor argument", "-o", "warm_max_factor"),
                bad(1, "Missing temporary_ttl argument", "-o", "temporary_ttl"),
                bad(1, "Missing numeric argument for idle_timeout", "-o", "idle_timeout"),
                bad(1, "Missing watcher_logbuf_size argument", "-o", "watcher_logbuf_size"),
                bad(1, "could not parse argument to worker_logbuf_size", "-o", "worker_logbuf_size=x"),
                bad(1, "Missing read_buf_mem_limit argument", "-o", "read_buf_mem_limit"),
                bad(1, "could not parse argument to read_buf_mem_limit", "-o", "read_buf_mem_limit=x"),
                bad(64, "slab size 1 is out of valid range", "-u", "nobody", "-o", "slab_sizes=1-2"),
                bad(64, "slab size 96 cannot be lower than or equal to a previous class size",
                        "-u", "nobody", "-o", "slab_sizes=96-96"),
                bad(64, "slab size 100 must be at least 8 bytes larger than previous class",
                        "-u", "nobody", "-o", "slab_sizes=96-100"),
                bad(64, "temporary_ttl requires lru_maintainer to be enabled",
                        "-u", "nobody", "-o", "temporary_ttl=3,no_lru_maintainer"),
                bad(64, "hot_lru_pct + warm_lru_pct cannot be more than 80% combined",
                        "-u", "nobody", "-o", "hot_lru_pct=50,warm_lru_pct=31"));
    }

    /** Those where mmem has its own mind: what it does not have yet, and nonsense that memcached lets pass. */
    static Stream<Case> ownMind() {
        return Stream.of(
                bad(64, "ERROR: Invalid port number -2.", "-p", "-2"),
                bad(64, HALF, "-m", "-5"),
                bad(64, HALF, "-m", "99", "-m", "-99999999999"),
                bad(64, "-m (--memory-limit) must be at most 67108864 megabytes", "-m", "67108865"),
                bad(64, "Number of threads must be at most 256", "-t", "257"),
                bad(64, "Invalid access mask for the UNIX socket: 799 is not octal", "-a", "799"),
                bad(64, "Invalid access mask for the UNIX socket: -7 is not octal", "-a", "-7"),
                bad(64, "-e (--memory-file) needs the name of a file", "-e", ""),
                bad(64, "ERROR: Invalid port number 65536.", "-p", "0", "-U", "65536"),
                bad(64, "-l (--listen) names no address", "-l", ""),
                bad(64, "-l (--listen) names no address", "-l", " ,;"),
                bad(71, "failed to listen on one of interface(s) 127.0.0.1:x: Invalid port number: \"x\"",
                        "-l", "127.0.0.1:x"),
                bad(71, "failed to listen on one of interface(s) :7: Name or service not known", "-l", ":7"),
                bad(71, "failed to listen on one of interface(s) a,[::1: Invalid IPV6 address: \"[::1\"",
                        "-l", "a", "-l", "[::1"),
                bad(64, "-S (--enable-sasl) is for the binary protocol, -Y (--auth-file) for text: take one of them",
                        "-S", "-Y", "/x"),
                bad(1, "Invalid ssl_keyformat: PEM (1) and DER (2) are known", "-o", "ssl_keyformat=3"),
                // memcached 1.6.18 has another text.
                bad(1, "slab_automove_window must be > 2 and < 1800", "-o", "slab_automove_window=2"),
                bad(1, "Missing sock_cookie_id argument", "-o", "sock_cookie_id"),
                bad(1, "could not parse argument to sock_cookie_id", "-o", "sock_cookie_id=4294967296"),
                bad(1, "Missing slab_chunk_max argument", "-o", "slab_chunk_max"),
                bad(1, "could not parse argument to slab_chunk_max", "-o", "slab_chunk_max=x"),
                bad(1, "slab_chunk_max must be >= 0", "-o", "slab_chunk_max=0"),
                bad(1, "slab_chunk_max must be specified in kilobytes.", "-o", "slab_chunk_max=2000"),
                bad(64, "-I (item_size_max: 1048576) must be evenly divisible by slab_chunk_max (bytes: 786432)",
                        "-o", "slab_chunk_max=768"),
                bad(64, "slab_chunk_max (bytes: 786432) must divide evenly into 1048576 (slab_page_size)",
                        "-I", "3m", "-o", "slab_chunk_max=768"),
                bad(1, "Missing slab_sizes argument", "-o", "slab_sizes"),
                bad(64, "-o watcher_logbuf_size must be at most 32768 kilobytes", "-o", "watcher_logbuf_size=32769"),
                bad(64, "-o worker_logbuf_size must be at most 32768 kilobytes", "-o", "worker_logbuf_size=300000"),
                bad(1, "could not parse argument to slab_automove_freeratio", "-o", "slab_automove_freeratio=abc"),
                bad(1, "could not parse argument to slab_automove_ratio", "-o", "slab_automove_ratio=0.5x"),
                bad(1, "could not parse argument to hot_max_factor", "-o", "hot_max_factor="),
                bad(64, "slab_sizes names no size", "-o", "slab_sizes="),
                bad(64, "-o ext_path: mmem keeps all items in memory and has no extstore",
                        "-o", "modern,ext_path=/tmp/x:64m"),
                bad(64, "-o proxy_config: mmem is no proxy and runs no Lua", "-o", "proxy_config=x"),
                bad(64, "ERROR: You cannot allow the ASCII protocol while using SASL.", "-S", "-l", "proto[ascii]:a"),
                badListen("h,proto[binary]:h", "Address already in use"),
                badListen("notls:h", "'notls' option is valid only when SSL is enabled"),
                badListen("tag_x:h", "Invalid tag in socket config: \"_x:h\""),
                badListen("tag[x:h", "Invalid tag in socket config: \"[x:h\""),
                badListen("tag[]:h", "Listener tags must be between 1 and 8 characters: \"\""),
                badListen("tag_123456789_:h", "Listener tags must be between 1 and 8 characters: \"123456789\""),
                badListen("proto[ascii:h", "Invalid protocol spec: \"[ascii:h\""),
                badListen("proto[http]:h", "Invalid protocol spec: \"[http]\""),
                badListen("proto[proxy]:h", "mmem is no proxy: \"proxy\""),
                badListen("proto[ascii]", "Name or service not known"),
                bad(71, "failed to listen on one of interface(s) proto[binary]:h:"
                        + " Cannot use binary protocol when ascii authentication enabled",
                        "-Y", "/x", "-l", "proto[binary]:h"));
    }

    private static Case badListen(String interfaces, String why) {
        return bad(71, "failed to listen on one of interface(s) " + interfaces + ": " + why, "-l", interfaces);
    }

    private static Case bad(int exitCode, String text, String... words) {
        return new Case(List.of(words), exitCode, text);
    }
}

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
                bad(64, "option -d (--daemon) of memcached's is not in mmem yet", "-d", "-c", "0"),
                bad(71, "'mtls' option is valid only when SSL is enabled", "-l", "a,mtls:h"),
                bad(1, "Invalid ssl_keyformat: PEM (1) and DER (2) are known", "-o", "ssl_keyformat=3"),
                bad(64, "option -N (--napi-ids) of memcached's is not in mmem yet", "--napi-ids=2"),
                bad(64, "option -o ext_path of memcached's is not in mmem yet", "-o", "modern,ext_path=/tmp/x:64m"),
                bad(1, "slab_automove must be between 0 and 2", "-o", "slab_automove=3"),
                bad(1, "slab_automove_window must be > 2 and < 1800", "-o", "slab_automove_window=2"),
                bad(1, "Missing idle_timeout argument", "-o", "idle_timeout"),
                bad(64, "-l tag_x_:h: 'tag' is not in mmem yet", "-l", "tag_x_:h"),
                bad(64, "-l proto[ascii]:h: 'proto' is not in mmem yet; every port finds out the protocol itself",
                        "-l", "proto[ascii]:h"));
    }

    private static Case bad(int exitCode, String text, String... words) {
        return new Case(List.of(words), exitCode, text);
    }
}

package org.mainmemory.memcache.protocol.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;

/** Random lines decode as the plain model says; random bytes neither throw nor stand still. */
class TextDecoderPropertyTest {

    private static final int LINES = 200_000;
    private static final int NOISE_ROUNDS = 3_000;
    private static final String[] WORDS = {
        "get", "gets", "gat", "gats", "set", "add", "replace", "append", "prepend", "cas", "delete", "incr", "decr",
        "touch", "flush_all", "version", "stats", "quit", "verbosity", "shutdown", "noreply", "HTTP/1.1", "watch", "mg",
        "slabs", "lru", "key", "a", "0", "1", "5", "60", "-1", "-0", "+7", "-", "+", "2147483645", "2147483646",
        "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296", "99999999999", "000000000000012",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615",
        "18446744073709551616", "0000000000000000000000000000000001", "1x", "k\t", "\0", "k".repeat(250),
        "k".repeat(251)
    };

    private final long seed = Long.getLong("mmem.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void randomLinesDecodeAsTheModelSays() {
        Decoding decoding = new Decoding();
        for (int i = 0; i < LINES; i++) {
            String line = randomLine();
            String end = random.nextInt(4) == 0 ? "\n" : "\r\n";
            Decoded decoded = decoding.decodeAt(random.nextInt(9), line + end + "x".repeat(random.nextInt(3)));
            assertEquals(LineModel.verdict(line, end.length()), verdict(decoding, decoded),
                    () -> "mmem.seed=" + seed + " line=" + line);
            assertEquals(line.length() + end.length(), decoding.lineLength());
        }
    }

    @Test
    void noiseNeitherThrowsNorStandsStill() {
        Decoding decoding = new Decoding(4096);
        for (int round = 0; round < NOISE_ROUNDS; round++) {
            byte[] noise = noise();
            decoding.in.clear();
            decoding.in.append(MemorySegment.ofArray(noise), 0, noise.length);
            int steps = 0;
            while (step(decoding)) {
                assertTrue(++steps <= noise.length, () -> "mmem.seed=" + seed);
            }
        }
    }

    /** Decodes and goes behind what was decoded; false at the end of the noise. */
    private static boolean step(Decoding decoding) {
        Decoded decoded = decoding.decoder.decode(decoding.in, decoding.command, 0);
        switch (decoded) {
            case NEED_MORE, HANG_UP, ENDLESS_KEYS, ENDLESS_REJECTED -> {
                return false;
            }
            case KEYS -> decoding.keys().forEach(key -> assertTrue(key.length() <= Command.MAX_KEY_LENGTH));
            default -> {
            }
        }
        decoding.in.consumeTo(decoding.decoder.next());
        return true;
    }

    private String randomLine() {
        StringBuilder line = new StringBuilder();
        int words = random.nextInt(10) == 0 ? random.nextInt(40) : random.nextInt(8);
        if (random.nextInt(20) == 0) {
            line.append(' ');
        }
        for (int i = 0; i < words; i++) {
            int bound = i == 0 ? 26 : WORDS.length;
            line.append(WORDS[random.nextInt(bound)]).append(" ".repeat(1 + random.nextInt(2)));
        }
        return random.nextBoolean() ? line.toString().stripTrailing() : line.toString();
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(4096)];
        random.nextBytes(noise);
        int pieces = random.nextInt(60);
        for (int i = 0; i < pieces; i++) {
            byte[] piece = (WORDS[random.nextInt(WORDS.length)] + (random.nextBoolean() ? " " : "\r\n"))
                    .getBytes(ISO_8859_1);
            int at = random.nextInt(noise.length + 1);
            System.arraycopy(piece, 0, noise, at, Math.min(piece.length, noise.length - at));
        }
        return noise;
    }

    private static String verdict(Decoding decoding, Decoded decoded) {
        Command command = decoding.command;
        Opcode opcode = command.opcode;
        String verb = opcode.name().toLowerCase(Locale.ROOT);
        return switch (decoded) {
            case KEYS -> verb + " " + decoding.keys();
            case VALUE -> verb + " " + decoding.key() + " " + command.clientFlags + " " + command.rawExptime + " "
                    + command.valueLength + " " + command.noreply;
            case REJECTED -> LineModel.error(
                    decoding.decoder.error().name(), command.noreply, decoding.decoder.swallow());
            case HANG_UP -> "hang up";
            case COMMAND -> switch (opcode) {
                case VERSION, STATS, QUIT -> verb;
                case ADMIN ->
                        decoding.decoder.word(decoding.in, 0).equals("watch") ? verb : verb + " " + command.noreply;
                case FLUSH_ALL, VERBOSITY, SHUTDOWN -> verb + " " + command.noreply;
                case DELETE -> verb + " " + decoding.key() + "  " + command.noreply;
                case TOUCH -> verb + " " + decoding.key() + " " + command.rawExptime + " " + command.noreply;
                default -> verb + " " + decoding.key() + " " + Long.toUnsignedString(command.delta) + " "
                        + command.noreply;
            };
            default -> decoded.name();
        };
    }
}

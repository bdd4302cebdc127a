package org.mainmemory.memcache.protocol.meta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.text.Decoded;

/** Random lines decode as the plain model says; random bytes behind a verb never throw. */
class MetaDecoderPropertyTest {

    private static final int LINES = 200_000;
    private static final int NOISE_LINES = 50_000;
    private static final String[] KEYS = {
        "key", "a", "Zm9v", "Zm8=", "Zg==", "Z===", "====", "Z=g=", "Zg==Zm9v", "Z!m9v", "\t", "5", "v",
        "k".repeat(250), "k".repeat(251), "Q".repeat(248)
    };
    private static final String[] LENGTHS = {
        "0", "1", "100", "2147483645", "2147483646", "-1", "-0", "x", "00000000001"
    };
    private static final String FLAGS = "bcfhklqstuvxIOPLTNRCEFJDM";
    private static final String[] TOKENS = {
        "", "0", "1", "-1", "-0", "60", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295",
        "4294967296", "18446744073709551615", "18446744073709551616", "00000000000000000000001", "+1", "1x", "I", "+",
        "-D", "S", "E", "AA", "P", "R", "i", "\0", "o".repeat(31), "o".repeat(32)
    };
    private static final String[] STRANGE = {"!", "~", "@", "{", "1", "[", "^x", "z", "m", "G5", "\u0080", "\0"};

    private final long seed = Long.getLong("mmem.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final MetaDecoding decoding = new MetaDecoding();

    @Test
    void randomLinesDecodeAsTheModelSays() {
        for (int i = 0; i < LINES; i++) {
            String line = randomLine();
            String end = line.length() > 2 && random.nextInt(4) == 0 ? "\n" : "\r\n";
            Decoded decoded = decoding.decodeAt(random.nextInt(9), line + end);
            assertEquals(MetaLineModel.verdict(line), verdict(decoded), () -> "mmem.seed=" + seed + " line=" + line);
        }
    }

    @Test
    void noiseNeverThrows() {
        for (int i = 0; i < NOISE_LINES; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            String text = new String(noise, ISO_8859_1).replace('\n', ' ');
            decoding.decode("m" + "gsdane".charAt(random.nextInt(6)) + " " + text + "\r\n");
            assertTrue(decoding.command.keyLength <= Command.MAX_KEY_LENGTH, () -> "mmem.seed=" + seed);
        }
    }

    private String verdict(Decoded decoded) {
        return decoded == Decoded.REJECTED
                ? MetaLineModel.rejected(decoding.decoder.error(), decoding.decoder.swallow())
                : "fine " + decoding.key();
    }

    private String randomLine() {
        char verb = "gsda".charAt(random.nextInt(4));
        StringBuilder line = new StringBuilder("m").append(verb).append(' ');
        if (random.nextInt(50) > 0) {
            line.append(one(KEYS)).append(spaces());
        }
        if (verb == 's' && random.nextInt(50) > 0) {
            line.append(one(LENGTHS)).append(spaces());
        }
        int flags = random.nextInt(10) == 0 ? random.nextInt(30) : random.nextInt(6);
        for (int i = 0; i < flags; i++) {
            line.append(flag()).append(spaces());
        }
        return random.nextBoolean() ? line.toString().stripTrailing() : line.toString();
    }

    private String flag() {
        if (random.nextInt(30) == 0) {
            return one(STRANGE);
        }
        char letter = FLAGS.charAt(random.nextInt(FLAGS.length()));
        boolean takesToken = "OPLTNRCEFJDM".indexOf(letter) >= 0;
        String[] tokens = random.nextInt(4) > 0 ? new String[] {"0", "1", "60"} : TOKENS;
        return letter + (takesToken ? one(tokens) : "");
    }

    private String spaces() {
        return " ".repeat(1 + random.nextInt(10) / 9);
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}

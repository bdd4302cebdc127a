package org.mainmemory.memcache.protocol.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;

/** Random bytes, and packets with random lies in their headers, neither throw nor stand still. */
class BinaryDecoderPropertyTest {

    private static final int NOISE_ROUNDS = 20_000;
    private static final int CAPACITY = 4096;
    private static final int[] LENGTHS = {0, 1, 3, 4, 8, 19, 20, 21, 250, 251, 300, 4000, 65535, 1 << 30, -1};

    private final long seed = Long.getLong("mmem.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void noiseNeitherThrowsNorStandsStill() {
        BinaryDecoding decoding = new BinaryDecoding(CAPACITY);
        for (int round = 0; round < NOISE_ROUNDS; round++) {
            decoding.in.clear();
            while (decoding.in.end() < CAPACITY - 1000 && random.nextInt(20) > 0) {
                decoding.append(random.nextInt(10) == 0 ? noise() : packet());
            }
            int steps = 0;
            while (step(decoding)) {
                assertTrue(++steps <= CAPACITY / BinaryHeader.LENGTH, () -> "mmem.seed=" + seed);
            }
        }
    }

    /** Decodes and goes behind what was decoded; false at the end of the noise. */
    private boolean step(BinaryDecoding decoding) {
        int left = decoding.in.length();
        switch (decoding.decode()) {
            case NEED_MORE, HANG_UP, REFUSED -> {
                return false;
            }
            case COMMAND -> assertEquals(0, decoding.decoder.swallow(), () -> "mmem.seed=" + seed);
            default -> assertTrue(decoding.decoder.swallow() >= 0, () -> "mmem.seed=" + seed);
        }
        assertTrue(decoding.consumed() >= BinaryHeader.LENGTH && decoding.consumed() <= left,
                () -> "mmem.seed=" + seed);
        assertTrue(decoding.command.keyLength <= Command.MAX_KEY_LENGTH, () -> "mmem.seed=" + seed);
        decoding.in.consumeTo(decoding.decoder.next());
        decoding.in.consume(Math.min(decoding.in.length(), decoding.decoder.swallow()));
        return true;
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        if (noise.length > 0 && random.nextBoolean()) {
            noise[0] = BinaryHeader.REQUEST_MAGIC;
        }
        return noise;
    }

    private byte[] packet() {
        BinaryVerb[] verbs = BinaryVerb.values();
        Packet packet = Packet.of(verbs[random.nextInt(verbs.length)], "k".repeat(random.nextInt(252)), "v");
        if (random.nextInt(5) > 0) {
            return packet.bytes();
        }
        return packet.bytes(pick(packet.key().length()), pick(packet.extras().length()),
                pick(packet.bytes().length - BinaryHeader.LENGTH));
    }

    private int pick(int truth) {
        return random.nextBoolean() ? truth : LENGTHS[random.nextInt(LENGTHS.length)];
    }
}

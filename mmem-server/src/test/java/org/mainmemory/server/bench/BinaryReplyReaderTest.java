package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryReplyReaderTest {

    private static final String[] GETS =
            {"--protocol=binary", "--ratio=0:1", "--keys=1", "--value-size=5", "--verify", "--keys-per-get=2"};
    private static final String[] SETS = {"--protocol=binary", "--fill", "--keys=1000"};
    private static final int SET = 0x01;
    private static final int GETK = 0x0c;
    private static final int GETKQ = 0x0d;

    private Replies replies = new Replies(2, GETS);

    /** The first request hits with its first key only, the second with its last one. */
    @Test
    void quietMissesAreCountedWhereverTheBytesAreSplit() {
        byte[] packets = all(hit(GETKQ, 0), packet(GETK, 1, 1, 0, "memtier-0", ""), hit(GETK, 1));
        for (int split = 0; split <= packets.length; split++) {
            replies = new Replies(2, GETS);
            assertTrue(replies.readSplit(packets, split));
            assertEquals(0, replies.left());
            assertEquals(0, replies.pending.count());
            assertEquals(2, replies.tally.hits);
            assertEquals(2, replies.tally.misses);
            assertEquals(2, replies.tally.requests);
            assertEquals(0, replies.tally.errors, replies.tally.firstError);
        }
    }

    @Test
    void anEmptyValueIsAHit() {
        replies = new Replies(1, "--protocol=binary", "--ratio=0:1", "--keys=1", "--value-size=0");
        assertTrue(replies.read(packet(GETK, 0, 0, 4, "\0\0\0\0memtier-0", "")));
        assertEquals(1, replies.tally.hits);
        assertEquals(0, replies.pending.count());
    }

    @Test
    void setsAreStoredAndServerErrorsCounted() {
        replies = new Replies(3, SETS);
        assertTrue(replies.read(all(packet(SET, 0, 0, 0, "", ""), packet(SET, 0x82, 0, 0, "", "Out of memory"),
                packet(SET, 3, 0, 0, "", "Too large."))));
        assertEquals(1, replies.tally.sets);
        assertEquals(2, replies.tally.serverErrors);
        assertEquals("status 130: Out of memory", replies.tally.firstError);
        assertEquals(0, replies.pending.count());
    }

    @Test
    void oneWrongByteOfAValueIsAnError() {
        byte[] hit = hit(GETK, 1);
        hit[hit.length - 1]++;
        assertTrue(replies.read(hit));
        assertEquals(1, replies.tally.errors);
    }

    @ParameterizedTest
    @CsvSource({
        "SET,   0, 1, 4, memtier-0, 5",
        "GETK,  0, 0, 4, memtier-0, 5",
        "GETKQ, 0, 1, 4, memtier-0, 5",
        "GETK,  0, 2, 4, memtier-0, 5",
        "GETK,  0, 1, 4, memtier-1, 5",
        "GETK,  0, 1, 4, memtier-0, 4",
        "GETK,  0, 1, 3, memtier-0, 5",
        "GETK,  4, 1, 0, memtier-0, 5"})
    void badRepliesToGetEndTheConnection(String opcode, int status, int opaque, int extras, String key, int length) {
        int number = switch (opcode) {
            case "SET" -> SET;
            case "GETK" -> GETK;
            default -> GETKQ;
        };
        String head = flags().substring(0, extras) + key;
        assertFalse(replies.read(packet(number, status, opaque, extras, head, replies.value(0).substring(0, length))));
        assertEquals(1, replies.tally.errors);
        assertEquals(0, replies.tally.requests);
    }

    @Test
    void otherFlagsThanStoredAreAnError() {
        assertFalse(replies.read(packet(GETK, 0, 1, 4, "\0\0\0\0memtier-0", replies.value(0))));
        assertTrue(replies.tally.firstError.startsWith("wrong flags or length"), replies.tally.firstError);
    }

    @Test
    void whatIsNoPacketIsAnError() {
        assertFalse(replies.read("ERROR\r\n".repeat(4)));
    }

    @Test
    void aReplyToNothingIsAnError() {
        replies = new Replies(0, GETS);
        assertFalse(replies.read(hit(GETK, 1)));
    }

    private byte[] hit(int opcode, int opaque) {
        return packet(opcode, 0, opaque, 4, flags() + "memtier-0", replies.value(0));
    }

    private String flags() {
        int flags = replies.settings.payload().flags(0);
        return "\0\0" + (char) (flags >>> 8) + (char) (flags & 0xFF);
    }

    /** A response packet; {@code head} is extras and key. */
    private static byte[] packet(int opcode, int status, int opaque, int extras, String head, String value) {
        ByteBuffer packet = ByteBuffer.allocate(24 + head.length() + value.length());
        packet.put((byte) 0x81).put((byte) opcode).putShort((short) (head.length() - extras));
        packet.put((byte) extras).put((byte) 0).putShort((short) status);
        packet.putInt(head.length() + value.length()).putInt(opaque).putLong(7);
        return packet.put(Replies.bytes(head)).put(Replies.bytes(value)).array();
    }

    private static byte[] all(byte[]... packets) {
        ByteBuffer all = ByteBuffer.allocate(1000);
        for (byte[] packet : packets) {
            all.put(packet);
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }
}

package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputBufferTest {

    private static final int CAPACITY = 32;

    private final InputBuffer input = new InputBuffer(CAPACITY);

    @Test
    void fillsBehindTheWindowAndConsumesInFront() throws IOException {
        assertEquals(5, fill("hello"));
        assertEquals(3, fill("you"));
        assertEquals(8, input.length());
        input.consume(5);
        assertEquals('y', input.byteAt(input.start()));
        input.compact();
        assertEquals(0, input.start());
        assertEquals(3, input.end());
        assertEquals('u', input.byteAt(2));
        input.consumeTo(3);
        assertEquals(0, input.length());
        assertThrows(IndexOutOfBoundsException.class, () -> input.consume(1));
        assertThrows(IndexOutOfBoundsException.class, () -> input.consumeTo(2));
    }

    @Test
    void takesNoMoreThanItsCapacity() throws IOException {
        assertEquals(CAPACITY, fill("x".repeat(CAPACITY + 1)));
        assertTrue(input.isFull());
        assertEquals(0, fill("x"));
        input.consume(1);
        assertFalse(input.isFull());
        assertEquals(0, fill("x"), "no room behind the window yet");
        input.compact();
        assertEquals(1, fill("x"));
        input.clear();
        assertEquals(-1, fill(""), "the end of the stream");
    }

    @Test
    void whatIsSetAsideStaysUntilItIsReclaimed() throws IOException {
        InputBuffer shared = new InputBuffer(8, 12);
        assertEquals(5, fill(shared, "first"));
        assertTrue(shared.setAside());
        assertEquals(0, shared.length());
        assertEquals(8, fill(shared, "a second, long"), "what is set aside takes no room");
        assertTrue(shared.isFull());
        assertFalse(shared.setAside(), "more than may be");
        shared.consume(3);
        shared.compact();
        assertEquals("econd", text(shared));
        shared.clear();
        assertEquals(6, fill(shared, "second"));
        assertTrue(shared.setAside());
        shared.takeUp(0, 5);
        assertEquals("first", text(shared));
        assertEquals(-1, shared.indexOf((byte) 's', 4), "what lies behind is another's");
        shared.consume(2);
        shared.takeUp(5, 11);
        assertEquals("second", text(shared));
        shared.clear();
        shared.append(bytes("third"), 0, 5);
        shared.takeUp(0, 5);
        assertEquals("first", text(shared), "nothing has been written over it");
        shared.reclaim();
        assertEquals(0, shared.start());
        assertEquals(0, shared.length());
        assertEquals(8, fill(shared, "all the room"));
    }

    private static String text(InputBuffer window) {
        StringBuilder text = new StringBuilder();
        for (int at = window.start(); at < window.end(); at++) {
            text.append((char) window.byteAt(at));
        }
        return text.toString();
    }

    @Test
    void appendsWhatFits() {
        MemorySegment source = bytes("0123456789");
        input.append(source, 2, 5);
        assertEquals('2', input.byteAt(0));
        assertEquals(5, input.length());
        assertThrows(IndexOutOfBoundsException.class, () -> input.append(bytes("x".repeat(28)), 0, 28));
        input.append(bytes("x".repeat(27)), 0, 27);
        assertTrue(input.isFull());
    }

    @Test
    void readsWordsUpToTheLastByte() throws IOException {
        fill("\1\2\3\4\5\6\7\10" + "x".repeat(CAPACITY - 9) + "\177");
        assertEquals(0x0201, input.shortAt(0));
        assertEquals(0x04030201, input.intAt(0));
        assertEquals(0x0807060504030201L, input.longAt(0));
        assertEquals(0x7F, input.longAt(CAPACITY - 1) & 0xFF);
    }

    @Test
    void mayBeLimitedWhileItIsEmpty() {
        InputBuffer input = new InputBuffer(8);
        input.limitTo(4);
        assertEquals(4, input.capacity());
        input.append(MemorySegment.ofArray(new byte[4]), 0, 4);
        assertTrue(input.isFull());
        assertThrows(IndexOutOfBoundsException.class, () -> input.append(MemorySegment.ofArray(new byte[1]), 0, 1));
        assertThrows(IllegalStateException.class, () -> input.limitTo(2));
        input.clear();
        assertThrows(IllegalStateException.class, () -> input.limitTo(5));
    }

    @Test
    void findsAByteWhereverItIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] content = new byte[random.nextInt(CAPACITY + 1)];
            for (int at = 0; at < content.length; at++) {
                content[at] = (byte) (random.nextInt(4) * 0x7F + random.nextInt(3));
            }
            input.clear();
            input.append(MemorySegment.ofArray(content), 0, content.length);
            byte wanted = (byte) (random.nextInt(4) * 0x7F + random.nextInt(3));
            int from = random.nextInt(content.length + 1);
            assertEquals(indexOf(content, wanted, from), input.indexOf(wanted, from), "seed " + seed);
        }
    }

    private static int indexOf(byte[] content, byte wanted, int from) {
        for (int at = from; at < content.length; at++) {
            if (content[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private int fill(String text) throws IOException {
        return fill(input, text);
    }

    private static int fill(InputBuffer target, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
        return target.fill(Channels.newChannel(new ByteArrayInputStream(content)));
    }

    private static MemorySegment bytes(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

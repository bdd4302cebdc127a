package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputBufferTest {

    private final OutputBuffer output = new OutputBuffer(32);
    private final Sink sink = new Sink();

    @Test
    void sendsWhatWasAppendedInOrder() throws IOException {
        output.putAscii("VALUE ");
        output.putByte((byte) 'k');
        output.putWord(0x2020_2031_2030L, 4);
        output.putUnsigned(18_446_744L);
        output.putBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        output.putBytes(MemorySegment.ofArray("012345".getBytes(StandardCharsets.US_ASCII)), 2, 3);
        assertEquals(6 + 1 + 4 + 8 + 2 + 3, output.length());
        assertEquals(32 - output.length(), output.room());
        output.drainTo(sink);
        assertEquals("VALUE k0 1 18446744\r\n234", sink.taken.toString());
        assertEquals(32, output.room());
    }

    @Test
    void writesNumbersOfAnyLength() throws IOException {
        for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
            for (long value = power - 1; value <= power + 1; value++) {
                assertEquals(Long.toString(value), written(value));
            }
        }
        assertEquals("18446744073709551615", written(-1));
    }

    private String written(long number) throws IOException {
        sink.taken.setLength(0);
        output.putUnsigned(number);
        output.drainTo(sink);
        return sink.taken.toString();
    }

    @Test
    void keepsWhatAChannelDoesNotTake() throws IOException {
        output.putAscii("0123456789");
        sink.room = 4;
        assertEquals(4, output.drainTo(sink));
        assertEquals(6, output.length());
        assertEquals(22, output.room(), "what was sent is not room yet");
        assertThrows(IndexOutOfBoundsException.class, () -> output.rewindTo(3));
        sink.room = 100;
        assertEquals(6, output.drainTo(sink));
        assertEquals("0123456789", sink.taken.toString());
        assertEquals(0, output.start());
    }

    @Test
    void whatIsSetAsideStaysUntilItIsReclaimed() throws IOException {
        OutputBuffer shared = new OutputBuffer(20, 12);
        shared.putAscii("first");
        int end = shared.end();
        assertTrue(shared.setAside());
        assertEquals(0, shared.length());
        assertEquals(20, shared.room(), "what is set aside takes no room");
        shared.putAscii("second");
        shared.drainTo(sink);
        shared.putAscii("forgotten");
        shared.clear();
        shared.putAscii("x".repeat(20));
        assertThrows(IndexOutOfBoundsException.class, () -> shared.putByte((byte) 'x'));
        assertFalse(shared.setAside(), "25 bytes are more than 12");
        sink.room = 2;
        assertEquals(2, shared.drainAside(sink, 0, end));
        assertEquals("secondfi", sink.taken.toString());
        shared.reclaim();
        assertEquals(0, shared.end());
        output.putAscii("a");
        assertFalse(output.setAside(), "a buffer that sets nothing aside");
    }

    @Test
    void takesBackWhatWasAppended() throws IOException {
        output.putAscii("kept");
        int mark = output.end();
        output.putAscii("taken back");
        output.rewindTo(mark);
        assertThrows(IndexOutOfBoundsException.class, () -> output.rewindTo(mark + 1));
        output.drainTo(sink);
        assertEquals("kept", sink.taken.toString());
    }

    @Test
    void refusesWhatDoesNotFit() {
        output.putAscii("x".repeat(30));
        assertThrows(IndexOutOfBoundsException.class, () -> output.putAscii("abc"));
        assertThrows(IndexOutOfBoundsException.class, () -> output.putWord(0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> output.putUnsigned(100));
        assertThrows(IndexOutOfBoundsException.class, () -> output.putBytes(new byte[3]));
        assertThrows(IndexOutOfBoundsException.class,
                () -> output.putBytes(MemorySegment.ofArray(new byte[3]), 0, 3));
        output.putWord(0, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> output.putByte((byte) 0));
        assertEquals(32, output.length());
    }

    /** Takes so many bytes a call. */
    private static final class Sink implements WritableByteChannel {
        private final StringBuilder taken = new StringBuilder();
        private int room = Integer.MAX_VALUE;

        @Override
        public int write(ByteBuffer source) {
            int count = 0;
            while (count < room && source.hasRemaining()) {
                taken.append((char) source.get());
                count++;
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            room = 0;
        }
    }
}

package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.memory.OutputBuffer;

/** What becomes of output that is put off. */
class TurnOutputTest {

    private final OutputBuffer buffer = new OutputBuffer(64, 32);
    private final BufferPool pool = new BufferPool();
    private final FakeWire wire = new FakeWire();
    private LoopGroup loops;
    private TurnOutput output;

    @BeforeEach
    void open() throws IOException {
        loops = LoopGroup.open(1);
        output = new TurnOutput(loops.loop(0).counters(), pool);
        output.beginTurn();
        buffer.putAscii("another's");
        assertTrue(buffer.setAside());
    }

    @AfterEach
    void close() {
        output.release();
        assertEquals(0, pool.borrowed());
        pool.close();
        loops.stop();
    }

    @Test
    void isSentOnce() {
        putOff("reply");
        assertTrue(output.isPutOff());
        assertTrue(output.sendLate(wire, buffer));
        assertFalse(output.isPutOff());
        assertEquals("reply", wire.taken.toString());
        assertEquals(5, loops.loop(0).counters().bytesWritten());
    }

    @Test
    void whatIsLeftIsKeptAndSentLater() throws IOException {
        putOff("reply");
        wire.room = 2;
        assertFalse(output.sendLate(wire, buffer));
        assertTrue(output.keepLate(buffer));
        assertFalse(output.isPutOff());
        buffer.reclaim();
        buffer.putAscii("something else, longer");
        wire.room = 2;
        assertFalse(output.sendKept(wire));
        wire.room = 100;
        assertTrue(output.sendKept(wire));
        assertEquals("reply", wire.taken.toString());
    }

    @Test
    void whatIsLeftMayFindNoRoom() {
        pool.limitTo(1);
        putOff("reply");
        wire.room = 2;
        assertFalse(output.sendLate(wire, buffer));
        assertFalse(output.keepLate(buffer));
        assertFalse(output.isPutOff(), "it is not sent later, when others have written there");
    }

    @Test
    void isNotSentAgainAfterAFailure() {
        putOff("reply");
        wire.failure = new IOException("gone");
        output.sendLate(wire, buffer);
        assertFalse(output.isPutOff());
        assertSame(wire.failure, assertThrows(IOException.class, output::throwIfLost));
        putOff("reply");
        wire.fatal = new OutOfMemoryError("on purpose");
        assertThrows(OutOfMemoryError.class, () -> output.sendLate(wire, buffer));
        assertFalse(output.isPutOff());
    }

    @Test
    void nothingOrTooMuchIsNotPutOff() {
        assertFalse(output.putOff(buffer));
        buffer.putAscii("x".repeat(33));
        assertFalse(output.putOff(buffer));
        assertEquals(33, buffer.length());
        assertTrue(output.send(wire, buffer));
    }

    @Test
    void theEndOfWhatWentInPartIsNotPutOff() {
        buffer.putAscii("a long ");
        assertTrue(output.send(wire, buffer));
        buffer.putAscii("reply");
        assertFalse(output.putOff(buffer));
        output.beginTurn();
        assertTrue(output.putOff(buffer));
    }

    private void putOff(String text) {
        buffer.putAscii(text);
        assertTrue(output.putOff(buffer));
        assertEquals(0, buffer.length());
    }

    /** Takes as much as it is told to, or fails. */
    private static final class FakeWire implements Wire {
        final StringBuilder taken = new StringBuilder();
        int room = 100;
        IOException failure;
        Error fatal;

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (fatal != null) {
                throw fatal;
            }
            if (failure != null) {
                throw failure;
            }
            byte[] some = new byte[Math.min(room, source.remaining())];
            source.get(some);
            room -= some.length;
            taken.append(new String(some, StandardCharsets.US_ASCII));
            return some.length;
        }

        @Override
        public int read(ByteBuffer target) {
            return 0;
        }

        @Override
        public void endOutput() {
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }
}

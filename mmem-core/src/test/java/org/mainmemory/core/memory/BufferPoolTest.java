package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BufferPoolTest {

    private static final MemorySegment TEXT = MemorySegment.ofArray("0123456789".getBytes(StandardCharsets.US_ASCII));

    static List<PageSource> sources() {
        return RegionTest.sources().toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void lendsTheSmallestBlockThatFits(PageSource source) {
        try (BufferPool pool = new BufferPool(source)) {
            assertEquals(4096, lentCapacity(pool, 0));
            assertEquals(4096, lentCapacity(pool, 4096));
            assertEquals(16384, lentCapacity(pool, 4097));
            assertEquals(65536, lentCapacity(pool, 65536));
            assertEquals(0, pool.borrowed());
            assertThrows(IllegalArgumentException.class, () -> pool.borrow(65537));
        }
    }

    @Test
    void lendsNoMoreThanItMay() {
        try (BufferPool pool = new BufferPool()) {
            pool.limitTo(32 << 10);
            assertEquals(32 << 10, pool.roomBytes());
            Block block = pool.borrow(5000);
            assertEquals(16 << 10, pool.lentBytes());
            assertTrue(pool.reserve(12 << 10));
            assertNull(pool.borrowIfRoom(4097));
            assertFalse(pool.reserve(4097));
            assertEquals(2, pool.refusals());
            assertEquals(4096, pool.roomBytes());
            pool.release(12 << 10);
            pool.giveBack(block);
            assertEquals(0, pool.lentBytes());
            assertNull(pool.borrowIfRoom(16385));
            Block other = pool.borrowIfRoom(16384);
            assertNotNull(other);
            pool.giveBack(other);
        }
    }

    @Test
    void lendsWithoutLimitIfThereIsNone() {
        try (BufferPool pool = new BufferPool()) {
            assertTrue(pool.reserve(Integer.MAX_VALUE));
            Block block = pool.borrowIfRoom(BufferPool.MAX_BLOCK_BYTES);
            assertNotNull(block);
            pool.giveBack(block);
            assertEquals(0, pool.refusals());
        }
    }

    @Test
    void lendsAnIdleBlockAgainAndEmpty() {
        try (BufferPool pool = new BufferPool()) {
            Block first = pool.borrow(10);
            first.hold(TEXT, 0, 10);
            pool.giveBack(first);
            Block again = pool.borrow(10);
            assertSame(first, again);
            assertEquals(0, again.length());
            assertEquals(1, pool.borrowed());
            pool.giveBack(again);
        }
    }

    @Test
    void keepsOnlySoMuchIdleMemory() {
        BufferPool pool = new BufferPool();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            blocks.add(pool.borrow(60_000));
        }
        assertEquals(40, pool.borrowed());
        blocks.forEach(pool::giveBack);
        assertEquals(0, pool.borrowed());
        assertEquals(BufferPool.MAX_IDLE_BYTES, pool.idleBytes());
        pool.close();
        assertEquals(0, pool.idleBytes());
    }

    @Test
    void noticesABlockGivenBackTwice() {
        try (BufferPool pool = new BufferPool()) {
            Block block = pool.borrow(1);
            pool.giveBack(block);
            assertThrows(IllegalStateException.class, () -> pool.giveBack(block));
        }
    }

    @Test
    void aBlockKeepsBytesForTheNextTurn() throws IOException {
        try (BufferPool pool = new BufferPool()) {
            Block block = pool.borrow(10);
            block.hold(TEXT, 2, 5);
            InputBuffer input = new InputBuffer(64);
            block.appendTo(input);
            assertEquals('2', input.byteAt(0));
            assertEquals('6', input.byteAt(4));
            assertEquals(5, input.length());
            ByteArrayOutputStream taken = new ByteArrayOutputStream();
            assertEquals(5, block.drainTo(Channels.newChannel(taken)));
            assertEquals("23456", taken.toString(StandardCharsets.US_ASCII));
            assertEquals(0, block.length());
            pool.giveBack(block);
        }
    }

    private static int lentCapacity(BufferPool pool, int bytes) {
        Block block = pool.borrow(bytes);
        pool.giveBack(block);
        return block.capacity();
    }
}

package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.memory.Region;
import org.mainmemory.memcache.command.Exptime;

/** The books of a memory file: each of them proves itself. */
class MemoryFileTest {

    private static final StoreSettings SETTINGS = StoreSettings.defaults(1);

    private final MemorySegment memory = Arena.ofAuto().allocate(Superblock.BYTES, Long.BYTES);

    @Test
    void aWordIsWhatWasWrittenOrDamaged() {
        long[] numbers = {0, 1, 255, Integer.MAX_VALUE, (1L << 40) - 1};
        for (long number : numbers) {
            long word = CheckedWord.of(number);
            assertEquals(number, CheckedWord.open(word));
            for (int bit = 0; bit < Long.SIZE; bit++) {
                assertEquals(CheckedWord.DAMAGED, CheckedWord.open(word ^ 1L << bit), "bit " + bit + " of " + number);
            }
        }
        assertEquals(CheckedWord.DAMAGED, CheckedWord.open(0));
        assertEquals(CheckedWord.DAMAGED, CheckedWord.open(-1));
    }

    @Test
    void aPageIsWhoseItWasSaidToBe() {
        PageRecords records = new PageRecords(memory);
        assertEquals(PageRecords.NONE, records.shard(5));
        records.set(5, PageRecords.MAX_SHARDS - 1, 200);
        assertEquals(PageRecords.MAX_SHARDS - 1, records.shard(5));
        assertEquals(200, records.slabClass(5));
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            flip(5L * PageRecords.BYTES, bit);
            assertEquals(PageRecords.NONE, records.shard(5), "bit " + bit);
            flip(5L * PageRecords.BYTES, bit);
        }
        MemorySegment.copy(memory, 5L * PageRecords.BYTES, memory, 6L * PageRecords.BYTES, PageRecords.BYTES);
        assertEquals(PageRecords.NONE, records.shard(6), "another page's record");
        records.clear(5);
        assertEquals(PageRecords.NONE, records.shard(5));
    }

    @Test
    void aPageThatComesBackIsNobodys() {
        PageRecords records = new PageRecords(memory);
        try (Region region = Region.reserve(4L << SizeClasses.PAGE_SHIFT)) {
            PageAccount account = new PageAccount(new PagePool(region, 3, new Unguarded()), 2, records);
            int page = account.take();
            assertEquals(PageRecords.NONE, records.shard(page));
            account.record(page, 7);
            assertEquals(2, records.shard(page));
            account.giveBack(page);
            assertEquals(PageRecords.NONE, records.shard(page));
        }
    }

    @Test
    void aShardKnowsItsFlushesAndItsCas() {
        ShardRecord record = new ShardRecord(memory.asSlice(0, ShardRecord.BYTES));
        assertFalse(record.isWhole());
        record.flush(-3, 1_000_000_000);
        assertTrue(record.isWhole());
        assertEquals(-3, record.epoch());
        assertEquals(1_000_000_000, record.flushAt());
        flip(16, 3);
        assertFalse(record.isWhole());
        CasCounter counter = new CasCounter(3, 8, true, record);
        for (int i = 0; i < 10; i++) {
            counter.next();
        }
        long last = counter.next();
        CasCounter next = new CasCounter(3, 8, true, record);
        next.resume();
        assertEquals(last + 8, next.next());
        memory.set(ValueLayout.JAVA_LONG, 0, 7);
        CasCounter careful = new CasCounter(3, 8, true, record);
        careful.resume();
        assertEquals(last + 16, careful.next());
    }

    @Test
    void aSuperblockIsOfUseToTheSameSettings() {
        Superblock superblock = new Superblock(memory);
        superblock.write(SETTINGS, 16, 1234);
        assertNull(superblock.refusal(SETTINGS));
        assertEquals(16, superblock.shards());
        assertEquals(1234, superblock.secret());
        assertNotEquals(null, superblock.refusal(SETTINGS.withMemoryLimit(1 << 30)));
        for (int bit = 0; bit < 60 * Byte.SIZE; bit++) {
            flip(0, bit);
            assertNotEquals(null, superblock.refusal(SETTINGS), "bit " + bit);
            flip(0, bit);
        }
        assertNull(superblock.refusal(SETTINGS));
    }

    @Test
    void theClockGoesOn() {
        Superblock superblock = new Superblock(memory);
        assertEquals(Exptime.CLOCK_START, superblock.clockAt(1_700_000_000));
        superblock.start(1_700_000_000, 500);
        assertFalse(superblock.isClean());
        assertEquals(560, superblock.clockAt(1_700_000_060));
        superblock.note(530, 17);
        superblock.note(531, 16);
        assertEquals(531, superblock.clockAt(1_600_000_000));
        assertEquals(17, superblock.hashPower());
        superblock.clean();
        assertTrue(superblock.isClean());
    }

    private void flip(long offset, int bit) {
        long at = offset + bit / Byte.SIZE;
        byte old = memory.get(ValueLayout.JAVA_BYTE, at);
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) (old ^ 1 << bit % Byte.SIZE));
    }
}

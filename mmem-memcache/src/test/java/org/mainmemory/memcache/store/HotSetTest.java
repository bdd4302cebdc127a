package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** What is read and never stored again stays, however much of another size comes that nobody reads. */
class HotSetTest {

    private static final long MEMORY = 24L << 20;
    private static final int ITEMS = 40_000;
    /** One item in so many is read again and again. */
    private static final int HOT_STEP = 50;
    private static final long READ_INTERVAL_BYTES = 2L << 20;
    private static final int TURNOVERS = 4;
    private static final int MOST_HOT_LOST = ITEMS / HOT_STEP / 10;

    @ParameterizedTest
    @CsvSource({"500_000, 1", "20_000, 1", "2_000, 1", "500_000, 4"})
    void aFloodOfWhatNobodyReadsLeavesIt(String size, int loops) {
        byte[] flood = new byte[Integer.parseInt(size.replace("_", ""))];
        new Random(1).nextBytes(flood);
        try (Store store = Store.open(StoreSettings.defaults(loops).withMemoryLimit(MEMORY))) {
            StoreCaller caller = new StoreCaller(store);
            for (int i = 0; i < ITEMS; i++) {
                caller.set("hot-" + i, "a value of fifty characters or so, all of them small");
            }
            assertEquals(0, readHot(caller));
            long stored = 0;
            long nextRead = 0;
            for (int i = 0; stored < TURNOVERS * MEMORY; i++, stored += flood.length) {
                assertEquals(Outcome.STORED, caller.set("flood-" + i, flood));
                if (stored >= nextRead) {
                    readHot(caller);
                    nextRead += READ_INTERVAL_BYTES;
                }
            }
            int lost = readHot(caller);
            assertTrue(lost <= MOST_HOT_LOST, lost + " of " + ITEMS / HOT_STEP + " hot items are lost");
            StoreInvariants.check(store);
        }
    }

    /** How many hot items are not there. */
    private static int readHot(StoreCaller caller) {
        int misses = 0;
        for (int i = 0; i < ITEMS; i += HOT_STEP) {
            Command command = caller.command(Opcode.GET, "hot-" + i);
            misses += caller.store.get(command, caller.result, caller) == Outcome.HIT ? 0 : 1;
            caller.rewind();
        }
        return misses;
    }
}

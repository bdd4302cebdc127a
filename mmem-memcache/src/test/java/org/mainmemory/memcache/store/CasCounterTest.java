package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** CAS values: never twice, never 0. */
class CasCounterTest {

    @Test
    void oneShardCountsFromTwo() {
        CasCounter counter = new CasCounter(0, 1, true);
        assertEquals(2, counter.next());
        assertEquals(3, counter.next());
    }

    @Test
    void shardsShareNoValueAndGrow() {
        Set<Long> seen = new HashSet<>();
        for (int shard = 0; shard < 8; shard++) {
            CasCounter counter = new CasCounter(shard, 8, true);
            long last = 0;
            for (int i = 0; i < 1000; i++) {
                long cas = counter.next();
                assertTrue(cas > last && seen.add(cas));
                last = cas;
            }
        }
    }

    @Test
    void withoutCasItIsAlwaysZero() {
        CasCounter counter = new CasCounter(3, 8, false);
        assertEquals(0, counter.next());
        assertEquals(0, counter.next());
    }
}

package org.mainmemory.memcache.session;

import java.util.List;
import java.util.Locale;
import org.mainmemory.memcache.store.SlabClassStats;
import org.mainmemory.memcache.store.StoreStats;

/**
 * The replies to {@code stats items} and {@code stats slabs}. The queues of S3-FIFO are told as memcached's LRUs that
 * are most like them: what is in the small queue within its share of all items is hot; what is in it beyond that and
 * goes next, unless it is read, is cold; the main queue is warm. An item of the small queue counts as moved to the warm
 * LRU by the read that will move it to the main queue at its end.
 */
final class SlabStats {

    private SlabStats() {
    }

    static StatsReport items(List<SlabClassStats> classes, boolean temporary) {
        StatsReport report = new StatsReport();
        for (SlabClassStats slab : classes) {
            if (slab.items() > 0) {
                items(report.under("items:" + slab.slabClass()), slab, temporary);
            }
        }
        return report;
    }

    private static void items(StatsReport report, SlabClassStats slab, boolean temporary) {
        report.put("number", slab.items())
                .put("number_hot", slab.hotItems())
                .put("number_warm", slab.items() - slab.smallItems() - slab.temporaryItems())
                .put("number_cold", slab.smallItems() - slab.hotItems());
        if (temporary) {
            report.put("number_temp", slab.temporaryItems());
        }
        report.putZeroes("age_hot", "age_warm")
                .put("age", slab.ageSeconds())
                .put("mem_requested", slab.bytesRequested())
                .put("evicted", slab.evicted())
                .put("evicted_nonzero", slab.evictedNonzero())
                .put("evicted_time", slab.evictedTime())
                .put("outofmemory", slab.outOfMemory())
                .put("tailrepairs", 0)
                .put("reclaimed", slab.reclaimed())
                .put("expired_unfetched", slab.expiredUnfetched())
                .put("evicted_unfetched", slab.evictedUnfetched())
                .put("evicted_active", slab.evictedActive())
                .put("crawler_reclaimed", slab.crawlerReclaimed())
                .put("crawler_items_checked", slab.crawlerItemsChecked())
                .put("lrutail_reflocked", 0)
                .put("moves_to_cold", slab.movesToCold())
                .put("moves_to_warm", slab.movesToWarm())
                .putZeroes("moves_within_lru", "direct_reclaims")
                .putZeroes("hits_to_hot", "hits_to_warm", "hits_to_cold", "hits_to_temp");
    }

    /** Of the classes that have or had items; {@code ever} tells which had. */
    static StatsReport slabs(
            List<SlabClassStats> classes, StoreStats store, SessionCounters counted, SessionCounters ever) {
        StatsReport report = new StatsReport();
        int active = 0;
        for (SlabClassStats slab : classes) {
            if (slab.totalPages() > 0 || ever.get(SlabCounter.CMD_SET, slab.slabClass()) > 0) {
                active += slab.totalPages() > 0 ? 1 : 0;
                slab(report.under(Integer.toString(slab.slabClass())), slab, counted);
            }
        }
        return report.plain()
                .put("active_slabs", active)
                .put("total_malloced", store.pagesAccounted() * store.pageSize());
    }

    private static void slab(StatsReport report, SlabClassStats slab, SessionCounters counted) {
        long chunks = slab.totalPages() * slab.chunksPerPage();
        report.put("chunk_size", slab.chunkSize())
                .put("chunks_per_page", slab.chunksPerPage())
                .put("total_pages", slab.totalPages())
                .put("total_chunks", chunks)
                .put("used_chunks", slab.items())
                .put("free_chunks", Math.max(0, chunks - slab.items()))
                .put("free_chunks_end", 0);
        for (SlabCounter counter : SlabCounter.values()) {
            report.put(counter.name().toLowerCase(Locale.ROOT), counted.get(counter, slab.slabClass()));
        }
    }
}

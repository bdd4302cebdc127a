package org.mainmemory.server.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of -o's options: what it sets, or what the user is told instead. */
class SubOptionsTest {

    /** A list, then what the settings' text must contain. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no_maxconns_fast                    | maxconnsFast=false
            no_maxconns_fast,maxconns_fast      | maxconnsFast=true
            idle_timeout=5                      | idleTimeoutSeconds=5
            watcher_logbuf_size=8               | watcherBufferBytes=8192
            worker_logbuf_size=32768            | workerBufferBytes=33554432
            read_buf_mem_limit=2                | requestsPerEvent=0, readBufferLimitBytes=2097152
            read_buf_mem_limit=0                | requestsPerEvent=0, readBufferLimitBytes=0
            sock_cookie_id=7                    | cookie=7]
            sock_cookie_id=4294967295           | cookie=-1]
            drop_privileges                     | dropPrivileges=true
            drop_privileges,no_drop_privileges  | dropPrivileges=false
            no_realtime                         | realTime=false
            no_realtime,realtime                | realTime=true
            no_slab_reassign                    | slabReassign=false
            slab_automove                       | slabAutomove=1
            slab_automove=2                     | slabAutomove=2
            no_slab_automove                    | slabAutomove=0
            slab_automove_ratio=0.5             | automoveRatio=0.5
            slab_automove_window=1800           | automoveWindow=1800
            slab_automove_freeratio=.1          | automoveFreeRatio=0.1
            slab_chunk_max=256                  | slabChunkMax=262144
            no_chunked_items                    | slabChunkMax=1048576
            slab_sizes=100-200-300              | slabSizes=[100, 200, 300]
            track_sizes                         | trackSizes=true
            no_lru_crawler                      | crawler=false
            lru_crawler_sleep=0                 | crawlerSleepMicros=0
            lru_crawler_tocrawl=4294967295      | crawlerToCrawl=4294967295
            no_lru_maintainer                   | maintainer=false
            hot_lru_pct=79,warm_lru_pct=1       | hotPercent=79, warmPercent=1
            hot_max_factor=.5,warm_max_factor=9 | hotFactor=0.5, warmFactor=9.0
            temporary_ttl=61                    | temporaryTtl=61
            temporary_ttl=-1                    | temporaryTtl=2147483647
            debug_verbs                         | debugVerbs=true
            modern,,track_sizes,                | trackSizes=true
            no_modern                           | slabChunkMax=1048576
            no_modern                           | maxconnsFast=false
            no_modern                           | slabReassign=false, maintainer=false
            no_modern                           | slabAutomove=0
            no_modern                           | crawler=false
            no_modern,lru_maintainer            | maintainer=true
            """)
    void takesAnOption(String list, String part) throws StartFailure {
        String settings = read("-o", list).toString();
        assertTrue(settings.contains(part), settings);
        assertEquals(List.of(), read("-o", list).notes());
    }

    @Test
    void requestsPerEventStayAsGiven() throws StartFailure {
        assertEquals(500, read("-R", "500", "-o", "read_buf_mem_limit=1").requestsPerEvent());
    }

    @Test
    void largeItemsAreCutAsUsualUnlessChunksAreGiven() throws StartFailure {
        assertEquals(512 << 10, read("-I", "2m", "-o", "no_modern").memory().slabChunkMax());
        assertEquals(1 << 20, read("-I", "2m", "-o", "slab_chunk_max=1024").memory().slabChunkMax());
        assertEquals(1 << 10, read("-I", "1k", "-o", "slab_chunk_max=1").memory().slabChunkMax());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "hashpower=20", "no_hashexpand", "tail_repair_time=10", "hash_algorithm=jenkins", "inline_ascii_resp",
        "no_inline_ascii_resp", "resp_obj_mem_limit"
    })
    void tellsWhatChangesNothing(String option) throws StartFailure {
        String name = option.replaceAll("=.*", "");
        assertEquals(List.of("-o " + name + " changes nothing: mmem has no need of it"),
                read("-o", "modern,relaxed_privileges," + option).notes());
    }

    private static ServerSettings read(String... words) throws StartFailure {
        return ((CommandLine.Serve) CommandLine.read(words, "")).settings();
    }
}

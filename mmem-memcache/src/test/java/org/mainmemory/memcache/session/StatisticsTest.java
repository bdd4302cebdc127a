package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The {@code stats} commands: memcached's keys in memcached's order, and numbers that follow what was asked. */
class StatisticsTest {

    private static final String KEYS = """
            pid uptime time version libevent pointer_size rusage_user rusage_system max_connections curr_connections
            total_connections rejected_connections connection_structures response_obj_oom response_obj_count
            response_obj_bytes read_buf_count read_buf_bytes read_buf_bytes_free read_buf_oom reserved_fds cmd_get
            cmd_set cmd_flush cmd_touch cmd_meta get_hits get_misses get_expired get_flushed delete_misses delete_hits
            incr_misses incr_hits decr_misses decr_hits cas_misses cas_hits cas_badval touch_hits touch_misses
            store_too_large store_no_memory auth_cmds auth_errors bytes_read bytes_written limit_maxbytes
            accepting_conns listen_disabled_num time_in_listen_disabled_us threads conn_yields hash_power_level
            hash_bytes hash_is_expanding slab_reassign_rescues slab_reassign_chunk_rescues
            slab_reassign_inline_reclaim slab_reassign_busy_items slab_reassign_busy_deletes
            slab_reassign_busy_nomem slab_reassign_last_busy_status slab_reassign_running slabs_moved
            lru_crawler_running lru_crawler_starts lru_maintainer_juggles malloc_fails log_worker_dropped
            log_worker_written log_watcher_skipped log_watcher_sent log_watchers unexpected_napi_ids
            round_robin_fallback bytes curr_items total_items slab_global_page_pool expired_unfetched
            evicted_unfetched evicted_active evictions reclaimed crawler_reclaimed crawler_items_checked
            lrutail_reflocked moves_to_cold moves_to_warm moves_within_lru direct_reclaims lru_bumps_dropped
            """;
    private static final String SETTINGS = """
            maxbytes maxconns tcpport udpport inter verbosity oldest evictions domain_socket umask shutdown_command
            growth_factor chunk_size num_threads num_threads_per_udp stat_key_prefix detail_enabled reqs_per_event
            cas_enabled tcp_backlog binding_protocol auth_enabled_sasl auth_enabled_ascii item_size_max maxconns_fast
            hashpower_init slab_reassign slab_automove slab_automove_ratio slab_automove_window slab_chunk_max
            lru_crawler lru_crawler_sleep lru_crawler_tocrawl tail_repair_time flush_enabled dump_enabled
            hash_algorithm lru_maintainer_thread lru_segmented hot_lru_pct warm_lru_pct hot_max_factor
            warm_max_factor temp_lru temporary_ttl idle_timeout watcher_logbuf_size worker_logbuf_size
            read_buf_mem_limit track_sizes inline_ascii_response ext_item_size ext_item_age ext_low_ttl
            ext_recache_rate ext_wbuf_size ext_compact_under ext_drop_under ext_max_sleep ext_max_frag
            slab_automove_freeratio ext_drop_unread ssl_enabled ssl_chain_cert ssl_key ssl_verify_mode ssl_keyformat
            ssl_ciphers ssl_ca_cert ssl_wbuf_size ssl_session_cache ssl_kernel_tls ssl_min_version num_napi_ids
            memory_file client_flags_size
            """;
    private static final String ITEMS = """
            number number_hot number_warm number_cold age_hot age_warm age mem_requested evicted evicted_nonzero
            evicted_time outofmemory tailrepairs reclaimed expired_unfetched evicted_unfetched evicted_active
            crawler_reclaimed crawler_items_checked lrutail_reflocked moves_to_cold moves_to_warm moves_within_lru
            direct_reclaims hits_to_hot hits_to_warm hits_to_cold hits_to_temp
            """;
    private static final String SLABS = """
            chunk_size chunks_per_page total_pages total_chunks used_chunks free_chunks free_chunks_end get_hits cmd_set
            delete_hits incr_hits decr_hits cas_hits cas_badval touch_hits
            """;

    private final InProcessServer server = new InProcessServer();
    private final InProcessWire wire = server.connect();

    @AfterEach
    void close() {
        wire.close();
        server.close();
    }

    @Test
    void statsTellsMemcachedsKeys() {
        assertEquals(words(KEYS), List.copyOf(stats("stats").keySet()));
    }

    @Test
    void statsSettingsTellsMemcachedsKeys() {
        assertEquals(words(SETTINGS), List.copyOf(stats("stats settings").keySet()));
        assertEquals(77, words(SETTINGS).size());
    }

    @Test
    void settingsAreTold() {
        Map<String, String> settings = stats("stats settings");
        assertEquals("67108864", settings.get("maxbytes"));
        assertEquals("1.25", settings.get("growth_factor"));
        assertEquals("1048576", settings.get("item_size_max"));
        assertEquals("1", settings.get("num_threads"));
        assertEquals("on", settings.get("evictions"));
        wire.ask("verbosity 1\r\n");
        assertEquals("1", stats("stats settings").get("verbosity"));
    }

    @Test
    void whateverVerbFindsADeadItemCountsIt() {
        List<String> verbs =
                List.of("touch a 0", "incr a 1", "delete a", "append a 0 0 0\r\n", "set a 0 0 0\r\n", "get a");
        for (String verb : verbs) {
            wire.ask("stats reset\r\nset a 0 -1 1\r\n1\r\n" + verb + "\r\n");
            assertEquals("1", stats("stats").get("get_expired"), verb);
            wire.ask("set a 0 0 1\r\n1\r\nstats reset\r\nflush_all\r\n" + verb + "\r\n");
            assertEquals("1", stats("stats").get("get_flushed"), verb);
            assertEquals("0", stats("stats").get("get_expired"), verb);
        }
    }

    @Test
    void aCasOfTheWrongVersionCountsInTheClassOfTheItemThatIsThere() {
        wire.ask("set a 0 0 1\r\n1\r\ncas a 0 0 5000 1\r\n" + "x".repeat(5000) + "\r\n");
        assertEquals("1", stats("stats slabs").get("1:cas_badval"));
    }

    @Test
    void settingsThatNobodyMadeAreMemcachedsDefaults() {
        Map<String, String> settings = stats("stats settings");
        expect(settings, "reqs_per_event", 20, "temporary_ttl", 61, "ext_item_size", 512, "ext_item_age", 4294967295L);
        expect(settings, "ext_recache_rate", 2000, "ext_wbuf_size", 4194304, "ext_max_sleep", 1000000);
        assertEquals("0.80", settings.get("ext_max_frag"));
        wire.ask("lru temp_ttl 7\r\n");
        expect(stats("stats settings"), "temporary_ttl", 7);
    }

    @Test
    void countersFollowWhatIsAsked() {
        wire.ask("set a 0 0 1\r\n1\r\nset b 0 0 1\r\n2\r\nadd a 0 0 1\r\n3\r\nget a b c\r\ngets a\r\n");
        wire.ask("incr a 1\r\nincr x 1\r\nincr x 1\r\ndecr a 1\r\ndecr x 1\r\ntouch a 0\r\ntouch x 0\r\ngat 0 a x\r\n");
        wire.ask("cas x 0 0 1 1\r\n1\r\ncas a 0 0 1 1\r\n1\r\ndelete b\r\ndelete b\r\nset a 0 0 1\r\ntoolong\r\n");
        wire.ask("flush_all\r\nget a\r\nset e 0 -1 1\r\nx\r\nget e\r\nset a 0 0 2000000\r\n");
        wire.ask("x".repeat(2_000_002));
        Map<String, String> stats = stats("stats");
        expect(stats, "cmd_get", 6, "get_hits", 3, "get_misses", 3, "get_expired", 1, "get_flushed", 1, "cmd_set", 7);
        expect(stats, "incr_hits", 1, "incr_misses", 2, "decr_hits", 1, "decr_misses", 1, "delete_hits", 1);
        expect(stats, "delete_misses", 1, "cas_misses", 1, "cas_badval", 1, "cas_hits", 0, "cmd_touch", 4);
        expect(stats, "touch_hits", 2, "touch_misses", 2, "cmd_flush", 1, "store_too_large", 1, "store_no_memory", 0);
        assertEquals("RESET\r\n", wire.ask("stats reset\r\n"));
        wire.ask("set z 0 0 1\r\nx\r\nget z\r\n");
        stats = stats("stats");
        expect(stats, "cmd_get", 1, "get_hits", 1, "get_misses", 0, "cmd_set", 1, "cmd_touch", 0, "cmd_flush", 0);
        expect(stats, "store_too_large", 0, "incr_hits", 0, "curr_items", 1);
    }

    @Test
    void timeIsTold() {
        Map<String, String> stats = stats("stats");
        expect(stats, "uptime", 2, "time", server.state.clock().unixSeconds(62));
        server.passSeconds(100);
        expect(stats("stats"), "uptime", 102, "time", server.state.clock().unixSeconds(162));
        assertTrue(stats.get("rusage_user").matches("\\d+\\.\\d{6}"));
    }

    @Test
    void itemsAndSlabsAreToldByMemcachedsClasses() {
        wire.ask("set a 0 0 1\r\n1\r\nset b 0 0 1\r\n2\r\nget a\r\nset c 0 0 1000\r\n" + "x".repeat(1000) + "\r\n");
        Map<String, String> items = stats("stats items");
        assertEquals(words(ITEMS).stream().map(key -> "items:1:" + key).toList(),
                List.copyOf(items.keySet()).subList(0, words(ITEMS).size()));
        expect(items, "items:1:number", 2, "items:1:mem_requested", 2 * 61, "items:12:number", 1);
        Map<String, String> slabs = stats("stats slabs");
        assertEquals(words(SLABS).stream().map(key -> "1:" + key).toList(),
                List.copyOf(slabs.keySet()).subList(0, words(SLABS).size()));
        expect(slabs, "1:chunk_size", 96, "1:chunks_per_page", 10922, "1:used_chunks", 2, "1:get_hits", 1);
        expect(slabs, "1:cmd_set", 2, "12:chunk_size", 1184, "12:cmd_set", 1, "active_slabs", 2);
        assertEquals("total_malloced", List.copyOf(slabs.keySet()).getLast());
    }

    @Test
    void anEmptyServerTellsNoClasses() {
        assertEquals("END\r\n", wire.ask("stats items\r\n"));
        expect(stats("stats slabs"), "active_slabs", 0);
    }

    @Test
    void aPeerThatDoesNotReadGetsTheStatsLater() {
        wire.takeNoMoreThan(0);
        wire.ask("stats settings\r\n".repeat(100) + "version\r\n");
        assertTrue(wire.unsent() > 0);
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            wire.takeNoMoreThan(1000);
            said.append(wire.taken());
        }
        assertEquals(100, said.toString().split("STAT client_flags_size 4\r\nEND\r\n", -1).length - 1);
        assertTrue(said.toString().endsWith("VERSION " + Version.TEXT + "\r\n"));
    }

    @Test
    void procStatIsReadBehindTheName() {
        CpuTimes times = CpuTimes.parse("12 (a) b) S 1 2 3 4 5 6 7 8 9 10 150 25 0 0");
        assertEquals(new CpuTimes(1_500_000, 250_000), times);
    }

    private Map<String, String> stats(String command) {
        Map<String, String> stats = new LinkedHashMap<>();
        String reply = wire.ask(command + "\r\n");
        assertTrue(reply.endsWith("END\r\n"), reply);
        reply.lines().filter(line -> line.startsWith("STAT ")).forEach(line -> {
            String[] parts = line.split(" ", 3);
            stats.put(parts[1], parts[2]);
        });
        return stats;
    }

    private static void expect(Map<String, String> stats, Object... keysAndNumbers) {
        for (int i = 0; i < keysAndNumbers.length; i += 2) {
            String key = (String) keysAndNumbers[i];
            assertEquals(keysAndNumbers[i + 1].toString(), stats.get(key), key);
        }
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+"));
    }
}

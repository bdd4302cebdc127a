package org.mainmemory.memcache.session;

import org.mainmemory.memcache.store.StoreStats;

/**
 * The reply to {@code stats}: memcached's keys in memcached's order, those that it has with these options. What has a
 * true equivalent here is told, the rest is 0.
 */
final class GeneralStats {

    private static final int MICROS_DIGITS = 6;

    private final StatsReport report = new StatsReport();
    private final ServerState server;
    private final AdminSettings admin;
    private final SessionCounters counted;
    private final Traffic traffic;
    private final StoreStats store;
    private final int nowSeconds;

    GeneralStats(ServerState server, SessionCounters counted, Traffic traffic, StoreStats store, int nowSeconds) {
        this.server = server;
        this.admin = server.settings().admin();
        this.counted = counted;
        this.traffic = traffic;
        this.store = store;
        this.nowSeconds = nowSeconds;
    }

    StatsReport report() {
        process();
        connections();
        commands();
        limits();
        upkeep();
        logging();
        tls();
        items();
        return report;
    }

    private void process() {
        CpuTimes cpu = CpuTimes.now();
        report.put("pid", ProcessHandle.current().pid())
                .put("uptime", server.clock().uptime(nowSeconds))
                .put("time", server.clock().unixSeconds(nowSeconds))
                .put("version", Version.TEXT)
                .put("libevent", "java.nio")
                .put("pointer_size", 64)
                .putDecimal("rusage_user", cpu.userMicros(), MICROS_DIGITS)
                .putDecimal("rusage_system", cpu.systemMicros(), MICROS_DIGITS);
    }

    private void connections() {
        report.put("max_connections", server.settings().connectionLimit())
                .put("curr_connections", traffic.currConnections())
                .put("total_connections", traffic.totalConnections());
        if (admin.maxconnsFast()) {
            report.put("rejected_connections", traffic.rejectedConnections());
        }
        report.put("connection_structures", traffic.currConnections())
                .put("response_obj_oom", counted.get(Counter.RESPONSE_OBJ_OOM))
                .putZeroes("response_obj_count", "response_obj_bytes")
                .put("read_buf_count", traffic.buffers())
                .put("read_buf_bytes", traffic.bufferBytes() + traffic.freeBufferBytes())
                .put("read_buf_bytes_free", traffic.freeBufferBytes())
                .put("read_buf_oom", traffic.bufferRefusals())
                .putZeroes("reserved_fds");
    }

    private void commands() {
        long getHits = counted.total(SlabCounter.GET_HITS);
        long touchHits = counted.total(SlabCounter.TOUCH_HITS);
        report.put("cmd_get", getHits + counted.get(Counter.GET_MISSES))
                .put("cmd_set", counted.total(SlabCounter.CMD_SET))
                .put("cmd_flush", counted.get(Counter.CMD_FLUSH))
                .put("cmd_touch", touchHits + counted.get(Counter.TOUCH_MISSES))
                .put("cmd_meta", counted.get(Counter.CMD_META))
                .put("get_hits", getHits)
                .put("get_misses", counted.get(Counter.GET_MISSES))
                .put("get_expired", counted.get(Counter.GET_EXPIRED))
                .put("get_flushed", counted.get(Counter.GET_FLUSHED))
                .put("delete_misses", counted.get(Counter.DELETE_MISSES))
                .put("delete_hits", counted.total(SlabCounter.DELETE_HITS))
                .put("incr_misses", counted.get(Counter.INCR_MISSES))
                .put("incr_hits", counted.total(SlabCounter.INCR_HITS))
                .put("decr_misses", counted.get(Counter.DECR_MISSES))
                .put("decr_hits", counted.total(SlabCounter.DECR_HITS))
                .put("cas_misses", counted.get(Counter.CAS_MISSES))
                .put("cas_hits", counted.total(SlabCounter.CAS_HITS))
                .put("cas_badval", counted.total(SlabCounter.CAS_BADVAL))
                .put("touch_hits", touchHits)
                .put("touch_misses", counted.get(Counter.TOUCH_MISSES))
                .put("store_too_large", counted.get(Counter.STORE_TOO_LARGE))
                .put("store_no_memory", counted.get(Counter.STORE_NO_MEMORY))
                .put("auth_cmds", counted.get(Counter.AUTH_CMDS))
                .put("auth_errors", counted.get(Counter.AUTH_ERRORS));
    }

    private void limits() {
        if (admin.idleTimeoutSeconds() > 0) {
            report.put("idle_kicks", counted.get(Counter.IDLE_KICKS));
        }
        report.put("bytes_read", traffic.bytesRead())
                .put("bytes_written", traffic.bytesWritten())
                .put("limit_maxbytes", server.store().memoryLimit())
                .put("accepting_conns", traffic.accepting() ? 1 : 0)
                .put("listen_disabled_num", traffic.acceptPauses())
                .put("time_in_listen_disabled_us", traffic.acceptPausedMicros())
                .put("threads", server.settings().loops())
                .put("conn_yields", counted.get(Counter.CONN_YIELDS))
                .put("hash_power_level", store.hashPowerLevel())
                .put("hash_bytes", store.hashBytes())
                .put("hash_is_expanding", store.hashIsExpanding() ? 1 : 0);
    }

    private void upkeep() {
        if (admin.slabReassign()) {
            report.put("slab_reassign_rescues", store.rescues())
                    .put("slab_reassign_chunk_rescues", store.chunkRescues())
                    .put("slab_reassign_inline_reclaim", 0)
                    .putZeroes("slab_reassign_busy_items", "slab_reassign_busy_deletes", "slab_reassign_busy_nomem")
                    .put("slab_reassign_last_busy_status", "none")
                    .put("slab_reassign_running", server.store().isReassigning() ? 1 : 0)
                    .put("slabs_moved", store.slabsMoved());
        }
        if (server.tuning().crawler()) {
            report.put("lru_crawler_running", server.store().isCrawling() ? 1 : 0)
                    .put("lru_crawler_starts", server.store().crawls());
        }
        if (admin.maintainer()) {
            report.put("lru_maintainer_juggles", store.upkeepSlices());
        }
    }

    private void logging() {
        EventLog log = server.log();
        report.put("malloc_fails", 0)
                .put("log_worker_dropped", log.dropped())
                .put("log_worker_written", log.written())
                .put("log_watcher_skipped", log.skipped())
                .put("log_watcher_sent", log.sent())
                .put("log_watchers", log.watchers());
    }

    private void tls() {
        TlsSetup tls = server.settings().tls();
        if (tls != null) {
            if (tls.sessionCache()) {
                report.put("ssl_new_sessions", traffic.tlsSessions());
            }
            report.put("ssl_handshake_errors", traffic.tlsHandshakeErrors())
                    .put("ssl_proto_errors", traffic.tlsProtocolErrors())
                    .put("time_since_server_cert_refresh", tls.certificates().secondsSinceRead());
        }
        report.putZeroes("unexpected_napi_ids", "round_robin_fallback");
    }

    private void items() {
        report.put("bytes", store.bytes())
                .put("curr_items", store.currItems())
                .put("total_items", store.totalItems())
                .put("slab_global_page_pool", store.pagesReturned())
                .put("expired_unfetched", store.expiredUnfetched())
                .put("evicted_unfetched", store.evictedUnfetched());
        if (admin.maintainer()) {
            report.put("evicted_active", store.evictedActive());
        }
        report.put("evictions", store.evictions())
                .put("reclaimed", store.reclaimed())
                .put("crawler_reclaimed", store.crawlerReclaimed())
                .put("crawler_items_checked", store.crawlerItemsChecked())
                .put("lrutail_reflocked", 0);
        if (admin.maintainer()) {
            report.put("moves_to_cold", store.movesToCold())
                    .put("moves_to_warm", store.movesToWarm())
                    .putZeroes("moves_within_lru", "direct_reclaims")
                    .put("lru_bumps_dropped", store.bumpsDropped());
        }
    }
}

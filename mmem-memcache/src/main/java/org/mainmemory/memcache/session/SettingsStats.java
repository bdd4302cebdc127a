package org.mainmemory.memcache.session;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.memcache.store.StoreSettings;

/**
 * The reply to {@code stats settings}: memcached's keys in memcached's order. What clients or operators
 * have set is told as they set it, whether it changes anything here or not; the rest is told as memcached's defaults.
 */
final class SettingsStats {

    /** Permission bits of a unix socket, where none were asked for. */
    private static final int DEFAULT_MODE = 0700;
    /** What memcached tells where -R is not given; without it mmem answers what there is. */
    private static final int DEFAULT_REQS_PER_EVENT = 20;
    private static final int DEFAULT_TEMPORARY_TTL = 61;

    private final StatsReport report = new StatsReport();
    private final ServerState server;
    private final MemcacheSettings settings;
    private final StoreSettings store;
    private final AdminSettings admin;
    private final Tuning tuning;

    private SettingsStats(ServerState server) {
        this.server = server;
        this.settings = server.settings();
        this.store = settings.store();
        this.admin = settings.admin();
        this.tuning = server.tuning();
    }

    static StatsReport report(ServerState server) {
        return new SettingsStats(server).report();
    }

    private StatsReport report() {
        listening();
        process();
        memory();
        eviction();
        logs();
        flash();
        tls();
        return report.put("num_napi_ids", 0).put("memory_file", memoryFile()).put("client_flags_size", 4);
    }

    private String memoryFile() {
        return settings.memoryFile() == null ? "(null)" : settings.memoryFile().toString();
    }

    private void listening() {
        Endpoint.Unix socket = unixSocket();
        report.put("maxbytes", server.store().memoryLimit())
                .put("maxconns", settings.connectionLimit())
                .put("tcpport", server.tcpPort())
                .put("udpport", server.udpPort())
                .put("inter", interfaces())
                .put("verbosity", server.verbosity())
                .put("oldest", server.oldestLive())
                .put("evictions", store.evictions() ? "on" : "off")
                .put("domain_socket", socket == null ? "NULL" : socket.path().toString())
                .put("umask", Integer.toOctalString(socket == null ? DEFAULT_MODE : socket.mode()));
    }

    private Endpoint.@Nullable Unix unixSocket() {
        for (Endpoint endpoint : settings.endpoints()) {
            if (endpoint instanceof Endpoint.Unix unix) {
                return unix;
            }
        }
        return null;
    }

    private String textPasswords() {
        PasswordFile passwords = settings.textPasswords();
        return passwords == null ? "no" : String.valueOf(passwords.path());
    }

    private String interfaces() {
        Set<String> hosts = new LinkedHashSet<>();
        for (Endpoint endpoint : settings.endpoints()) {
            if (endpoint instanceof Endpoint.Tcp || endpoint instanceof Endpoint.Udp) {
                hosts.add(((InetSocketAddress) endpoint.address()).getHostString());
            }
        }
        return hosts.isEmpty() ? "NULL" : String.join(",", hosts);
    }

    private void process() {
        report.putYesNo("shutdown_command", settings.shutdownEnabled())
                .putFraction("growth_factor", store.slabGrowthFactor())
                .put("chunk_size", store.slabMinSize())
                .put("num_threads", settings.loops())
                .put("num_threads_per_udp", settings.loops())
                .put("stat_key_prefix", String.valueOf(admin.prefixDelimiter()))
                .putYesNo("detail_enabled", server.log().isDetail())
                .put("reqs_per_event", settings.reqsPerEvent() > 0 ? settings.reqsPerEvent() : DEFAULT_REQS_PER_EVENT)
                .putYesNo("cas_enabled", store.useCas())
                .put("tcp_backlog", settings.backlog())
                .put("binding_protocol", settings.bindingProtocol().told())
                .putYesNo("auth_enabled_sasl", settings.saslPasswords() != null)
                .put("auth_enabled_ascii", textPasswords())
                .put("item_size_max", store.maxItemSize())
                .putYesNo("maxconns_fast", admin.maxconnsFast());
    }

    private void memory() {
        report.put("hashpower_init", 0)
                .putYesNo("slab_reassign", admin.slabReassign())
                .put("slab_automove", tuning.slabAutomove())
                .putFraction("slab_automove_ratio", tuning.automoveRatio())
                .put("slab_automove_window", tuning.automoveWindow())
                .put("slab_chunk_max", store.slabChunkMax())
                .putYesNo("lru_crawler", tuning.crawler())
                .put("lru_crawler_sleep", tuning.crawlerSleepMicros())
                .put("lru_crawler_tocrawl", tuning.crawlerToCrawl())
                .put("tail_repair_time", 0)
                .putYesNo("flush_enabled", settings.flushEnabled())
                .putYesNo("dump_enabled", admin.dump())
                .put("hash_algorithm", "wyhash");
    }

    private void eviction() {
        report.putYesNo("lru_maintainer_thread", admin.maintainer())
                .putYesNo("lru_segmented", tuning.segmented())
                .put("hot_lru_pct", tuning.hotPercent())
                .put("warm_lru_pct", tuning.warmPercent())
                .putFraction("hot_max_factor", tuning.hotFactor())
                .putFraction("warm_max_factor", tuning.warmFactor())
                .putYesNo("temp_lru", tuning.temporaryTtl() >= 0)
                .put("temporary_ttl", tuning.temporaryTtl() >= 0 ? tuning.temporaryTtl() : DEFAULT_TEMPORARY_TTL)
                .put("idle_timeout", admin.idleTimeoutSeconds());
    }

    private void logs() {
        report.put("watcher_logbuf_size", admin.watcherBufferBytes())
                .put("worker_logbuf_size", admin.workerBufferBytes())
                .put("read_buf_mem_limit", settings.readBufferLimitBytes())
                .putYesNo("track_sizes", admin.trackSizes())
                .putYesNo("inline_ascii_response", false);
    }

    private void flash() {
        report.put("ext_item_size", 512)
                .put("ext_item_age", 0xFFFF_FFFFL)
                .put("ext_low_ttl", 0)
                .put("ext_recache_rate", 2000)
                .put("ext_wbuf_size", 4 << 20)
                .putZeroes("ext_compact_under", "ext_drop_under")
                .put("ext_max_sleep", 1_000_000)
                .putFraction("ext_max_frag", 0.8)
                .putFraction("slab_automove_freeratio", tuning.automoveFreeRatio(), 3)
                .putYesNo("ext_drop_unread", false);
    }

    private void tls() {
        TlsSetup tls = settings.tls();
        boolean on = tls != null;
        report.putYesNo("ssl_enabled", on)
                .put("ssl_chain_cert", on ? tls.chainCert() : "(null)")
                .put("ssl_key", on ? tls.key() : "(null)")
                .put("ssl_verify_mode", on ? tls.verifyBits() : 0)
                .put("ssl_keyformat", on ? tls.keyFormatNumber() : 1)
                .put("ssl_ciphers", on && tls.ciphers() != null ? tls.ciphers() : "NULL")
                .put("ssl_ca_cert", on && tls.caCert() != null ? tls.caCert() : "NULL")
                .put("ssl_wbuf_size", on ? tls.writeBufferBytes() : TlsSetup.DEFAULT_WRITE_BUFFER_BYTES)
                .putYesNo("ssl_session_cache", on && tls.sessionCache())
                .putYesNo("ssl_kernel_tls", on && tls.kernelTls())
                .put("ssl_min_version", "tlsv1." + (on ? tls.minVersion() : TlsSetup.DEFAULT_MIN_VERSION));
    }
}

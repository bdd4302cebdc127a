package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.Set;

/** The list after -o: memcached's sub-options, none of which mmem has yet. */
final class SubOptions {

    private static final Set<String> KNOWN = Set.of(
            "maxconns_fast", "no_maxconns_fast", "hashpower", "no_hashexpand", "slab_reassign", "no_slab_reassign",
            "slab_automove", "no_slab_automove", "slab_automove_ratio", "slab_automove_window",
            "slab_automove_freeratio", "tail_repair_time", "hash_algorithm", "lru_crawler", "no_lru_crawler",
            "lru_crawler_sleep", "lru_crawler_tocrawl", "lru_maintainer", "no_lru_maintainer", "hot_lru_pct",
            "warm_lru_pct", "hot_max_factor", "warm_max_factor", "temporary_ttl", "idle_timeout",
            "watcher_logbuf_size", "worker_logbuf_size", "slab_sizes", "slab_chunk_max", "track_sizes", "modern",
            "no_modern", "no_chunked_items", "inline_ascii_resp", "no_inline_ascii_resp", "drop_privileges",
            "no_drop_privileges", "resp_obj_mem_limit", "read_buf_mem_limit", "sock_cookie_id", "relaxed_privileges",
            "ssl_chain_cert", "ssl_key", "ssl_verify_mode", "ssl_keyformat", "ssl_ciphers", "ssl_ca_cert",
            "ssl_wbuf_size", "ssl_session_cache", "ssl_kernel_tls", "ssl_min_version", "ext_path", "ext_page_size",
            "ext_wbuf_size", "ext_threads", "ext_io_depth", "ext_item_size", "ext_item_age", "ext_low_ttl",
            "ext_recache_rate", "ext_compact_under", "ext_drop_under", "ext_max_sleep", "ext_max_frag",
            "ext_drop_unread", "proxy_config", "proxy_arg", "proxy_uring", "proxy_memprofile");

    private SubOptions() {
    }

    /**
     * Refuses the first sub-option of {@code list}; an empty list is fine.
     *
     * @throws StartFailure exit code 64 for one of memcached's, 1 for any other
     */
    static void refuse(String list) throws StartFailure {
        if (list.isEmpty()) {
            return;
        }
        String first = list.split(",", 2)[0];
        String name = first.split("=", 2)[0];
        throw KNOWN.contains(name)
                ? usage("option -o " + name + " of memcached's is not in mmem yet")
                : failure("Illegal suboption \"" + first + "\"");
    }
}

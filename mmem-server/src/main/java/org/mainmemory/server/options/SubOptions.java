package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.AdminSettings;
import org.mainmemory.memcache.session.Tuning;

/**
 * Collects the lists after -o. What tunes a mechanism of memcached's that mmem has no need of is taken with a note;
 * what asks for something that mmem does not have is refused.
 */
final class SubOptions {

    /** The largest chunk in bytes, by memcached's reckoning, if nothing else is said. */
    static final int DEFAULT_CHUNK_MAX = 512 << 10;

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private static final Set<String> NOT_NEEDED = Set.of(
            "hashpower", "no_hashexpand", "tail_repair_time", "hash_algorithm", "no_chunked_items",
            "inline_ascii_resp", "no_inline_ascii_resp", "resp_obj_mem_limit", "read_buf_mem_limit",
            "no_drop_privileges", "slab_sizes");

    /** Taken without a word: what they ask for is so. */
    private static final Set<String> GIVEN = Set.of("relaxed_privileges");

    private static final Set<String> ABSENT = Set.of(
            "drop_privileges", "sock_cookie_id", "ext_path", "ext_page_size", "ext_wbuf_size", "ext_threads",
            "ext_io_depth", "ext_item_size", "ext_item_age", "ext_low_ttl", "ext_recache_rate", "ext_compact_under",
            "ext_drop_under", "ext_max_sleep", "ext_max_frag", "ext_drop_unread", "proxy_config", "proxy_arg",
            "proxy_uring", "proxy_memprofile");

    private final TlsOptions tls;
    private final List<String> notes = new ArrayList<>();
    private int chunkMax = DEFAULT_CHUNK_MAX;
    private boolean trackSizes;
    private int idleTimeoutSeconds = AdminSettings.DEFAULTS.idleTimeoutSeconds();
    private boolean maxconnsFast = true;
    private int watcherBufferBytes = AdminSettings.DEFAULTS.watcherBufferBytes();
    private int workerBufferBytes = AdminSettings.DEFAULTS.workerBufferBytes();
    private boolean slabReassign = true;
    private boolean classic;
    private boolean maintainer = true;
    private boolean debugVerbs;
    private Tuning tuning = Tuning.DEFAULTS;

    SubOptions(TlsOptions tls) {
        this.tls = tls;
    }

    /** Takes a list with commas. */
    void take(String list) throws StartFailure {
        for (String option : list.split(",")) {
            if (!option.isEmpty()) {
                String[] parts = option.split("=", 2);
                @Nullable String value = parts.length > 1 ? parts[1] : null;
                if (!tls.take(parts[0], value)) {
                    takeOne(option, parts[0], value);
                }
            }
        }
    }

    private void takeOne(String option, String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "modern" -> { }
            case "no_modern" -> noModern();
            case "maxconns_fast" -> maxconnsFast = true;
            case "no_maxconns_fast" -> maxconnsFast = false;
            case "slab_reassign" -> slabReassign = true;
            case "no_slab_reassign" -> slabReassign = false;
            case "track_sizes" -> trackSizes = true;
            case "debug_verbs" -> debugVerbs = true;
            case "lru_maintainer" -> maintainer(true);
            case "no_lru_maintainer" -> maintainer(false);
            case "lru_crawler" -> tuning = tuning.withCrawler(true);
            case "no_lru_crawler" -> tuning = tuning.withCrawler(false);
            case "slab_chunk_max" -> chunkMax = chunkMax(value);
            case "idle_timeout" -> idleTimeoutSeconds = number(name, value);
            case "watcher_logbuf_size" -> watcherBufferBytes = kibibytes(name, value);
            case "worker_logbuf_size" -> workerBufferBytes = kibibytes(name, value);
            default -> takeTuning(option, name, value);
        }
    }

    private void takeTuning(String option, String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "slab_automove" -> automove(value);
            case "no_slab_automove" -> tuning = tuning.withAutomove(0);
            case "slab_automove_ratio" -> automoveRatio(name, value);
            case "slab_automove_window" -> automoveWindow(name, value);
            case "slab_automove_freeratio" -> tuning = tuning.withAutomove(
                    tuning.automoveRatio(), tuning.automoveWindow(), fraction(name, value));
            case "lru_crawler_sleep" -> crawlerSleep(name, value);
            case "lru_crawler_tocrawl" -> tuning = tuning.withCrawler(tuning.crawlerSleepMicros(), number(name, value));
            case "hot_lru_pct" -> lru(percent(name, value), tuning.warmPercent());
            case "warm_lru_pct" -> lru(tuning.hotPercent(), percent(name, value));
            case "hot_max_factor" -> tuning = tuning.withLru(tuning.hotPercent(), tuning.warmPercent(),
                    factor(name, value), tuning.warmFactor());
            case "warm_max_factor" -> tuning = tuning.withLru(tuning.hotPercent(), tuning.warmPercent(),
                    tuning.hotFactor(), factor(name, value));
            case "temporary_ttl" -> tuning = tuning.withLru(tuning.segmented(), number(name, value));
            default -> other(option, name);
        }
    }

    private void other(String option, String name) throws StartFailure {
        if (NOT_NEEDED.contains(name)) {
            notes.add("-o " + name + " changes nothing: mmem has no need of it");
        } else if (ABSENT.contains(name)) {
            throw usage("option -o " + name + " of memcached's is not in mmem yet");
        } else if (!GIVEN.contains(name)) {
            throw failure("Illegal suboption \"" + option + "\"");
        }
    }

    private void noModern() {
        classic = true;
        chunkMax = MIB;
        slabReassign = false;
        maxconnsFast = false;
        maintainer(false);
        tuning = tuning.withAutomove(0).withCrawler(false);
    }

    private void maintainer(boolean on) {
        maintainer = on;
        tuning = tuning.withLru(on, tuning.temporaryTtl());
    }

    private void lru(int hot, int warm) {
        tuning = tuning.withLru(hot, warm, tuning.hotFactor(), tuning.warmFactor());
    }

    private void automove(@Nullable String value) throws StartFailure {
        int mode = value == null ? 1 : Numbers.leadingInt(value);
        if (mode < 0 || mode > 2) {
            throw failure("slab_automove must be between 0 and 2");
        }
        tuning = tuning.withAutomove(mode);
    }

    private void automoveRatio(String name, @Nullable String value) throws StartFailure {
        double ratio = fraction(name, value);
        if (ratio <= 0 || ratio > 1) {
            throw failure("slab_automove_ratio must be > 0 and < 1");
        }
        tuning = tuning.withAutomove(ratio, tuning.automoveWindow(), tuning.automoveFreeRatio());
    }

    private void automoveWindow(String name, @Nullable String value) throws StartFailure {
        int seconds = number(name, value);
        if (seconds < 3 || seconds > 1800) {
            throw failure("slab_automove_window must be > 2 and < 1800");
        }
        tuning = tuning.withAutomove(tuning.automoveRatio(), seconds, tuning.automoveFreeRatio());
    }

    private void crawlerSleep(String name, @Nullable String value) throws StartFailure {
        int micros = number(name, value);
        if (micros < 0 || micros > 1_000_000) {
            throw failure("LRU crawler sleep must be between 0 and 1 second");
        }
        tuning = tuning.withCrawler(micros, tuning.crawlerToCrawl());
    }

    private static int chunkMax(@Nullable String value) throws StartFailure {
        int kib = value == null ? 0 : Numbers.leadingInt(value);
        if (kib <= 0) {
            throw failure("slab_chunk_max must be specified in kilobytes.");
        }
        if (kib > KIB) {
            throw failure("slab_chunk_max must be specified in kilobytes.\nMax value is 1024 (1MB)");
        }
        return kib * KIB;
    }

    private static int percent(String name, @Nullable String value) throws StartFailure {
        int percent = number(name, value);
        if (percent < 1 || percent >= 80) {
            throw failure(name + " must be > 1 and < 80");
        }
        return percent;
    }

    private static double factor(String name, @Nullable String value) throws StartFailure {
        double factor = fraction(name, value);
        if (factor <= 0) {
            throw failure(name + " must be > 0");
        }
        return factor;
    }

    private static int number(String name, @Nullable String value) throws StartFailure {
        if (value == null) {
            throw failure("Missing " + name + " argument");
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw failure("could not parse argument to " + name);
        }
        return Integer.parseInt(value);
    }

    /** A size given in KiB, up to 1 GiB, in bytes. */
    private static int kibibytes(String name, @Nullable String value) throws StartFailure {
        int kib = number(name, value);
        if (kib <= 0 || kib > MIB) {
            throw failure("could not parse argument to " + name);
        }
        return kib == MIB ? Integer.MAX_VALUE : kib * KIB;
    }

    private static double fraction(String name, @Nullable String value) throws StartFailure {
        if (value == null) {
            throw failure("Missing " + name + " argument");
        }
        return Numbers.leadingDouble(value);
    }

    /** The largest chunk in bytes, by memcached's reckoning. */
    int chunkMax() {
        return chunkMax;
    }

    /** Whether memory is dealt with as in memcached 1.4. */
    boolean classic() {
        return classic;
    }

    /** What the user should know. */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        all.addAll(tls.notes());
        return all;
    }

    /** The settings so far, with what the short options say. */
    AdminSettings admin(char delimiter, boolean detail, boolean dump, boolean watch) {
        return new AdminSettings(delimiter, detail, dump, watch, trackSizes, idleTimeoutSeconds, maxconnsFast,
                watcherBufferBytes, workerBufferBytes, slabReassign, maintainer, debugVerbs, tuning);
    }
}

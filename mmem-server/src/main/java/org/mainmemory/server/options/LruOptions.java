package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.Tuning;

/** -o's options about what keeps the order of items: memcached's crawler, maintainer and segments. */
final class LruOptions implements SubOptionGroup {

    private static final int MOST_TOGETHER = 80;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private boolean crawler = Tuning.DEFAULTS.crawler();
    private int crawlerSleepMicros = Tuning.DEFAULTS.crawlerSleepMicros();
    private long crawlerToCrawl = Tuning.DEFAULTS.crawlerToCrawl();
    private boolean maintainer = true;
    private int hotPercent = Tuning.DEFAULTS.hotPercent();
    private int warmPercent = Tuning.DEFAULTS.warmPercent();
    private double hotFactor = Tuning.DEFAULTS.hotFactor();
    private double warmFactor = Tuning.DEFAULTS.warmFactor();
    private int temporaryTtl = Tuning.DEFAULTS.temporaryTtl();

    @Override
    public boolean take(String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "lru_crawler" -> crawler = true;
            case "no_lru_crawler" -> crawler = false;
            case "lru_crawler_sleep" -> crawlerSleep(name, value);
            case "lru_crawler_tocrawl" -> crawlerToCrawl(name, value);
            case "lru_maintainer" -> maintainer = true;
            case "no_lru_maintainer" -> maintainer = false;
            case "hot_lru_pct" -> hotPercent = percent(name, value);
            case "warm_lru_pct" -> warmPercent = percent(name, value);
            case "hot_max_factor" -> hotFactor = factor(name, value);
            case "warm_max_factor" -> warmFactor = factor(name, value);
            case "temporary_ttl" -> temporaryTtl = temporaryTtl(name, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What memcached 1.4 had. */
    void noModern() {
        crawler = false;
        maintainer = false;
    }

    private void crawlerSleep(String name, @Nullable String value) throws StartFailure {
        crawlerSleepMicros = Numbers.leadingInt(SubOptionValues.required(value, name + " value"));
        if (crawlerSleepMicros < 0 || crawlerSleepMicros > MICROS_PER_SECOND) {
            throw failure("LRU crawler sleep must be between 0 and 1 second");
        }
    }

    private void crawlerToCrawl(String name, @Nullable String value) throws StartFailure {
        String number = SubOptionValues.required(value, name + " value");
        try {
            crawlerToCrawl = SubOptionValues.unsigned(name, number);
        } catch (StartFailure notANumber) {
            throw failure("lru_crawler_tocrawl takes a numeric 32bit value");
        }
    }

    /** A negative one is a very large one, as in memcached. */
    private static int temporaryTtl(String name, @Nullable String value) throws StartFailure {
        int seconds = Numbers.leadingInt(SubOptionValues.required(value, name + " argument"));
        return seconds < 0 ? Integer.MAX_VALUE : seconds;
    }

    private static int percent(String name, @Nullable String value) throws StartFailure {
        int percent = Numbers.leadingInt(SubOptionValues.required(value, name + " argument"));
        if (percent < 1 || percent >= MOST_TOGETHER) {
            throw failure(name + " must be > 1 and < 80");
        }
        return percent;
    }

    private static double factor(String name, @Nullable String value) throws StartFailure {
        double factor = SubOptionValues.fraction(name, value);
        if (factor <= 0) {
            throw failure(name + " must be > 0");
        }
        return factor;
    }

    /** Checks what the options mean together. */
    void check() throws StartFailure {
        if (hotPercent + warmPercent > MOST_TOGETHER) {
            throw usage("hot_lru_pct + warm_lru_pct cannot be more than 80% combined");
        }
        if (temporaryTtl >= 0 && !maintainer) {
            throw usage("temporary_ttl requires lru_maintainer to be enabled");
        }
    }

    boolean maintainer() {
        return maintainer;
    }

    /** These among {@code others}. */
    Tuning among(Tuning others) {
        return others.withCrawler(crawler).withCrawler(crawlerSleepMicros, crawlerToCrawl)
                .withLru(hotPercent, warmPercent, hotFactor, warmFactor).withLru(maintainer, temporaryTtl);
    }
}

package org.mainmemory.server.bench;

/** What one loop has counted: plain fields of its thread, added up when all loops are done. */
final class Tally {

    final LatencyHistogram latencies = new LatencyHistogram();
    long requests;
    long sets;
    long hits;
    long misses;
    long serverErrors;
    long errors;
    String firstError = "";
    private long measureFromNanos;
    private long lastReplyNanos;

    /** Requests that start before {@code nanos} are counted, but their latencies are not recorded. */
    void measureFrom(long nanos) {
        measureFromNanos = nanos;
        lastReplyNanos = nanos;
    }

    /** A request that started at {@code startNanos} has got its reply. */
    void replied(long startNanos, long nowNanos) {
        requests++;
        if (startNanos - measureFromNanos >= 0) {
            latencies.record(nowNanos - startNanos);
            lastReplyNanos = nowNanos;
        }
    }

    /** Counts {@code times} errors of one sort; the text of the very first error is kept. */
    void error(long times, String text) {
        errors += times;
        if (firstError.isEmpty()) {
            firstError = text;
        }
    }

    /** From the first request that was measured to the last reply. */
    double measuredSeconds() {
        return (lastReplyNanos - measureFromNanos) / 1e9;
    }

    /** Counts here what {@code other} has counted. */
    void add(Tally other) {
        latencies.add(other.latencies);
        requests += other.requests;
        sets += other.sets;
        hits += other.hits;
        misses += other.misses;
        serverErrors += other.serverErrors;
        if (other.errors > 0) {
            error(other.errors, other.firstError);
        }
        if (other.measuredSeconds() > measuredSeconds()) {
            measureFromNanos = other.measureFromNanos;
            lastReplyNanos = other.lastReplyNanos;
        }
    }
}

package org.mainmemory.server.bench;

/**
 * When each request of a fixed rate is to be sent. Latency counts from this time and not from the moment at which a
 * request could be sent, so that what waits behind a slow reply counts as slow too (no coordinated omission; Gil Tene,
 * "How NOT to Measure Latency"). Immutable.
 *
 * @param startNanos when request 0 is due
 * @param perSecond the rate, greater than 0
 * @param requests how many there are
 */
record Schedule(long startNanos, double perSecond, long requests) {

    /** How many requests are due at {@code nowNanos}, those included that were due earlier. */
    long due(long nowNanos) {
        double passed = (nowNanos - startNanos) * perSecond / 1e9;
        return passed < 0 ? 0 : Math.min(requests, (long) passed + 1);
    }

    /** When request {@code number}, counted from 0, is due. */
    long intendedNanos(long number) {
        return startNanos + (long) (number * 1e9 / perSecond);
    }
}

package org.mainmemory.server.bench;

import java.net.InetSocketAddress;

/**
 * What load to make. Immutable.
 *
 * @param address where the server listens
 * @param connections open at the same time, spread over the threads
 * @param threads each with its own selector and its share of the connections and of the rate
 * @param pipeline requests that one connection has on the way at the same time
 * @param mix how many sets, how many gets, of how many keys
 * @param payload keys and values
 * @param fill true to set every key once and stop; time and rate are then not looked at
 * @param warmUpNanos load before anything is measured
 * @param measureNanos load that is measured
 * @param requestsPerSecond of all connections together, sent on schedule whatever the server does; 0: each connection
 *     sends its next request when a reply has made room for it
 * @param seed the same one makes the same requests and values
 * @param verify whether flags and contents of values are compared, and not only their lengths
 * @param patienceNanos how long the server may leave everything unanswered before that is an error
 */
record LoadSettings(
        InetSocketAddress address,
        int connections,
        int threads,
        int pipeline,
        Mix mix,
        Payload payload,
        boolean fill,
        long warmUpNanos,
        long measureNanos,
        long requestsPerSecond,
        long seed,
        boolean verify,
        long patienceNanos) {

    /** Requests on the way per connection in fixed-rate mode: enough for the server to fall far behind. */
    private static final int SCHEDULED_DEPTH = 4096;

    /**
     * Which requests are made: of every {@code sets + gets} requests so many are sets, so many gets, in random order,
     * of keys 0 to {@code keys - 1}, each key as likely as any other.
     *
     * @param keysPerGet keys asked for by one get
     */
    record Mix(int sets, int gets, long keys, int keysPerGet) {

        Mix {
            require(sets >= 0 && gets >= 0 && (long) sets + gets > 0, "--ratio needs sets or gets");
            require(keys > 0, "--keys must be greater than 0");
            require(keysPerGet > 0, "--keys-per-get must be greater than 0");
        }
    }

    LoadSettings {
        require(threads > 0, "--threads must be greater than 0");
        require(connections >= threads, "--connections must be at least one per thread");
        require(pipeline > 0, "--pipeline must be greater than 0");
        require(requestsPerSecond >= 0, "--rate must not be negative");
        require(warmUpNanos >= 0 && measureNanos > 0, "--seconds must be greater than 0");
    }

    /** Requests that one connection may have on the way. */
    int depth() {
        return isScheduled() ? Math.max(pipeline, SCHEDULED_DEPTH) : pipeline;
    }

    /** Whether requests are sent by the clock. */
    boolean isScheduled() {
        return requestsPerSecond > 0 && !fill;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

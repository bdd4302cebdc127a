package org.mainmemory.server.bench;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.tls.TlsClientSettings;

/**
 * What load to make. Immutable.
 *
 * @param address where the server listens: TCP or a UNIX domain socket
 * @param tls how TLS is spoken; null if it is not
 * @param dialect what is spoken
 * @param connections open at the same time, spread over the threads
 * @param threads each an event loop with its share of the connections and of the rate
 * @param pipeline requests that one connection has on the way at the same time
 * @param mix how many sets, how many gets, of how many keys
 * @param payload keys and values
 * @param fill true to set every key once and stop; time and rate are then not looked at
 * @param warmUpNanos load before anything is measured
 * @param measureNanos load that is measured
 * @param requestsPerSecond of all connections together, sent on schedule whatever the server does; 0: each connection
 *     sends its next request when a reply has made room for it
 * @param lax whether the load sleeps until a request is due, and sends it a millisecond or two late
 * @param seed the same one makes the same requests and values
 * @param verify whether flags and contents of values are compared, and not only their lengths
 * @param exptimeSeconds how long what is set lives, as memcached reads it; 0: for ever
 * @param patienceNanos how long the server may leave everything unanswered before that is an error
 */
record LoadSettings(
        SocketAddress address,
        @Nullable TlsClientSettings tls,
        Dialect dialect,
        int connections,
        int threads,
        int pipeline,
        Mix mix,
        Payload payload,
        boolean fill,
        long warmUpNanos,
        long measureNanos,
        long requestsPerSecond,
        boolean lax,
        long seed,
        boolean verify,
        int exptimeSeconds,
        long patienceNanos) {

    /** Requests on the way over all connections in fixed-rate mode: enough for the server to fall far behind. */
    private static final int SCHEDULED_DEPTH = 1 << 18;

    /** The longest exptime that is not a date: 30 days, in seconds. */
    private static final int MAX_EXPTIME = 30 * 24 * 3600;

    /** What two sockets hold for sure between them, in bytes, each way. */
    private static final int SOCKET_BYTES = 64 << 10;

    /** More than a request or reply has for a key, beside the value. */
    private static final int BYTES_PER_KEY = 300;

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
        require(exptimeSeconds >= 0 && exptimeSeconds <= MAX_EXPTIME, "--exptime must be 0 to " + MAX_EXPTIME);
        require(warmUpNanos >= 0 && measureNanos > 0, "--seconds must be greater than 0");
    }

    /**
     * Requests that one connection may have on the way. Where there are gets and sets, no more than sockets hold: a
     * connection does not read while it cannot write, and a server may do the same, so that each could wait for the
     * other for ever.
     */
    int depth() {
        int wanted = isScheduled() ? Math.max(pipeline, SCHEDULED_DEPTH / connections) : pipeline;
        if (fill || mix.sets() == 0 || mix.gets() == 0) {
            return wanted;
        }
        long largest = (long) mix.keysPerGet() * (payload.longestValue() + BYTES_PER_KEY);
        return Math.clamp(SOCKET_BYTES / largest, 1, wanted);
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

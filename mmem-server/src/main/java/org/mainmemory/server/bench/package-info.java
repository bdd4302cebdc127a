/**
 * The load generator that ships with mmem: many connections that speak one of memcached's dialects to a memcached or to
 * mmem, check every reply, and measure latency. It is written on mmem's own event loops.
 *
 * <p>{@code scripts/bench} and {@code scripts/rss-check} start {@link org.mainmemory.server.bench.LoadGenerator} as a
 * program of its own; nothing of the server calls it. Each {@link org.mainmemory.server.bench.LoadLoop} has its own
 * connections, counts and latencies; they meet only when all of them are done. On a connection, a
 * {@link org.mainmemory.server.bench.RequestSource} decides what is asked, a
 * {@link org.mainmemory.server.bench.RequestSpelling} spells it, a {@link org.mainmemory.server.bench.ReplyReader}
 * reads the reply.
 *
 * <p>{@link org.mainmemory.server.bench.Replay} and {@link org.mainmemory.server.bench.SizeShift}, which {@code
 * scripts/hit-ratio} starts, count misses instead; {@link org.mainmemory.server.bench.Soak}, for {@code scripts/soak},
 * says random things and checks every byte.
 */
@NullMarked
package org.mainmemory.server.bench;

import org.jspecify.annotations.NullMarked;

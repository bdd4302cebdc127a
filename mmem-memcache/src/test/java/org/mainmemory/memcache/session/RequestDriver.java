package org.mainmemory.memcache.session;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Turn;

/**
 * Feeds a session's buffers without making anything, and measures what the session makes. Each request comes in pieces,
 * one after another, and in turn with each of some keys.
 */
final class RequestDriver {

    private static final int WARM_UP = 30_000;
    private static final int REQUESTS = 5_000;
    private static final int ROUNDS = 10;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final InputBuffer in = new InputBuffer(64 << 10);
    private final OutputBuffer out = new OutputBuffer(64 << 10);
    private final MemcacheSession session;
    private final MemorySegment[][] requests;
    private int turns;

    RequestDriver(InProcessServer server, int keys, IntFunction<byte[][]> pieces) {
        session = new MemcacheSession(server.context, new Drain(out));
        requests = new MemorySegment[keys][];
        Arrays.setAll(requests, key -> Arrays.stream(pieces.apply(key))
                .map(MemorySegment::ofArray)
                .toArray(MemorySegment[]::new));
    }

    /**
     * Bytes allocated by some thousand requests after the code has been compiled, in the best of several rounds.
     *
     * @param share so many times less than usual, for requests that take long
     */
    long leastAllocated(int share) {
        for (int i = 0; i < WARM_UP / share; i++) {
            next();
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            least = Math.min(least, allocatedBy(REQUESTS / share));
        }
        return least;
    }

    private long allocatedBy(int count) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < count; i++) {
            next();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void next() {
        MemorySegment[] request = requests[turns++ % requests.length];
        for (int i = 0; i < request.length; i++) {
            in.compact();
            in.append(request[i], 0, (int) request[i].byteSize());
            session.lookAhead(in);
            if (session.onInput(in, out) != Turn.READ) {
                throw new IllegalStateException("the session does not read on");
            }
            out.clear();
        }
        if (in.length() > 0) {
            throw new IllegalStateException("the session does not take its input");
        }
    }
}

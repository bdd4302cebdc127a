package org.mainmemory.memcache.session;

import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.BufferPool;

/**
 * What the clients of one loop may hold, where that is bounded (-o read_buf_mem_limit); null where it is not. The
 * bound is that of the loop's pool of blocks, for requests and replies of which a part waits. Here it is extended to
 * what takes no block, but took a buffer in memcached, so that a limit means the same number of clients:
 *
 * <ul>
 * <li>a client in the middle of a request, such as one whose value is still to come, counts 16
 * KiB; without room for them it is disconnected;
 * <li>each reply of a turn counts 1 KiB until the turn ends: a retrieval of more keys than there
 * is room for is answered with an error; if -R lets a client have more requests than that answered in one go, and it
 * sends them, it is disconnected. Without -R a turn is as long as there is room. There is always room for one reply.
 * </ul>
 *
 * <p>The loop's thread only.
 */
final class ClientMemory {

    private static final int REQUEST_BYTES = EventLoop.BOUNDED_INPUT_BYTES;
    private static final int REPLY_BYTES = 1 << 10;

    private final BufferPool buffers;
    private final boolean strict;

    /** Replies beyond those to the requests that the turn may answer. */
    private int spareReplies;

    /** Whether the turn may answer fewer requests than it might otherwise. */
    private boolean shortened;

    /** That of a loop; {@code strict} if the number of requests in one go is given. */
    ClientMemory(BufferPool buffers, boolean strict) {
        this.buffers = buffers;
        this.strict = strict;
    }

    /** Begins a turn that might answer {@code most} requests; answers how many there is room for. */
    int begin(int most) {
        int replies = Math.clamp(buffers.roomBytes() / REPLY_BYTES, 1, Integer.MAX_VALUE);
        shortened = replies < most;
        spareReplies = shortened ? 0 : replies - most;
        return shortened ? replies : most;
    }

    /**
     * Takes room for more replies to one request.
     *
     * @param requestsLeft how many requests the turn may still answer
     * @return how many it may answer now; -1 if there is no room
     */
    int takeReplies(int count, int requestsLeft) {
        if (count <= spareReplies) {
            spareReplies -= count;
            return requestsLeft;
        }
        int missing = count - spareReplies;
        if (missing > requestsLeft) {
            return -1;
        }
        spareReplies = 0;
        shortened = true;
        return requestsLeft - missing;
    }

    /** When the turn may answer no more requests: whether it should have been able to. */
    boolean isExhausted() {
        return strict && shortened;
    }

    /** Counts a client in the middle of a request; answers whether there is room for it. */
    boolean hold() {
        return buffers.reserve(REQUEST_BYTES);
    }

    /** Takes back a {@link #hold}. */
    void release() {
        buffers.release(REQUEST_BYTES);
    }
}

package org.mainmemory.core.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one memory outside the heap that are to be sent as they lie, behind what an {@link OutputBuffer} holds: all
 * in one write, without a copy. Reused; allocates nothing once it has seen a memory, however large, that it is given
 * again. The memory must last as long as it is being sent. One owner, one thread.
 */
public final class MemoryRuns {

    /** Takes the buffers {@code [0, count)} of {@code sources} from their positions on, in order, in one write. */
    @FunctionalInterface
    public interface Sink {

        /** Answers the bytes taken, 0 if the peer has no room. Where it leaves the positions is its own affair. */
        long write(ByteBuffer[] sources, int count) throws IOException;
    }

    /** Bytes of a run at most: 1 MiB. */
    public static final int LONGEST = 1 << 20;

    /** Bytes of a tail at most. */
    public static final int LONGEST_TAIL = 64;

    /** A buffer cannot span more than 2 GiB, so memory is seen through windows, each with the next one's beginning. */
    private static final int WINDOW_SHIFT = 30;

    private final ByteBuffer[] buffers;
    /** For each place its views of the windows. */
    private final @Nullable ByteBuffer[][] views;
    private final ByteBuffer tail = ByteBuffer.allocateDirect(LONGEST_TAIL).flip();
    private MemorySegment memory = MemorySegment.NULL;
    private int count;
    private long length;
    private long taken;

    /** Has room for {@code most} runs. */
    public MemoryRuns(int most) {
        buffers = new ByteBuffer[most + 2];
        views = new ByteBuffer[most][0];
    }

    /** Whether another run may be added. */
    public boolean hasRoom() {
        return count < views.length;
    }

    /** Adds {@code length} bytes, at most {@link #LONGEST}, of {@code source} from {@code offset} on. */
    public void add(MemorySegment source, long offset, int length) {
        if (!source.equals(memory)) {
            look(source);
        }
        int window = (int) (offset >>> WINDOW_SHIFT);
        ByteBuffer view = views[count][window];
        if (view == null) {
            long start = (long) window << WINDOW_SHIFT;
            long end = Math.min(source.byteSize(), start + (1L << WINDOW_SHIFT) + LONGEST);
            view = withoutLifetime(source.asSlice(start, end - start)).asByteBuffer();
            views[count][window] = view;
        }
        int start = (int) (offset - ((long) window << WINDOW_SHIFT));
        view.limit(start + length).position(start);
        buffers[++count] = view;
        this.length += length;
    }

    /** Has up to {@link #LONGEST_TAIL} bytes of the heap follow the runs, and counts them with those. */
    public void tail(byte[] bytes) {
        tail.clear().put(bytes).flip();
        length += bytes.length;
    }

    /** Forgets all runs and the tail. */
    public void clear() {
        count = 0;
        length = 0;
        taken = 0;
        tail.clear().flip();
    }

    /** Bytes of all runs and the tail. */
    public long length() {
        return length;
    }

    /** Bytes of those that have been sent. */
    public long taken() {
        return taken;
    }

    /** Offers {@code head} and then the runs to {@code sink} once; answers all that it took. */
    long drainTo(Sink sink, ByteBuffer head) throws IOException {
        int before = head.remaining();
        buffers[0] = head;
        buffers[count + 1] = tail;
        long all = sink.write(buffers, tail.hasRemaining() ? count + 2 : count + 1);
        taken = Math.max(0, all - before);
        return all;
    }

    /**
     * The same memory, of which the JVM does not count who uses it: all loops would count in one place, twice for each
     * run of each write. The source's holder, who outlives the loops, sees to it that it is there.
     */
    private static MemorySegment withoutLifetime(MemorySegment source) {
        return source.isNative() && MemoryRuns.class.getModule().isNativeAccessEnabled()
                ? MemorySegment.ofAddress(source.address()).reinterpret(source.byteSize())
                : source;
    }

    private void look(MemorySegment source) {
        if (count > 0) {
            throw new IllegalStateException("runs of two memories");
        }
        memory = source;
        int windows = (int) ((source.byteSize() - 1) >>> WINDOW_SHIFT) + 1;
        for (int place = 0; place < views.length; place++) {
            views[place] = new ByteBuffer[windows];
        }
    }
}

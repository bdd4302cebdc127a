package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.MemoryRuns;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * A large item that is being sent: it keeps its bytes until {@link Store#unpin}, even if its key is overwritten or
 * deleted meanwhile. Reused; a connection holds one only while it sends. That connection's loop only.
 *
 * <p>An item that turns out to be small is copied instead: that happens only if another loop has just replaced a large
 * one.
 */
public final class PinnedItem {

    private @Nullable Shard shard;
    private @Nullable ValueCursor cursor;
    /** Where {@link #addTo} is. */
    private @Nullable ValueCursor ahead;
    private MemorySegment memory = MemorySegment.NULL;
    private byte @Nullable [] copy;
    private long item;
    private boolean open;
    private final ItemView view = new ItemView();
    private int remaining;

    /** Whether an item is held. */
    public boolean isOpen() {
        return open;
    }

    /** The client's opaque flags. */
    public int clientFlags() {
        return view.clientFlags();
    }

    /** Bytes of the whole value. */
    public int valueLength() {
        return view.valueLength();
    }

    /** The item's CAS, 0 if the store keeps none. */
    public long cas() {
        return view.cas();
    }

    /** The item as it was when it was pinned; its value is for {@link #copyTo} alone. */
    public ItemView view() {
        return view;
    }

    /** Bytes of the value neither copied nor skipped yet. */
    public int remaining() {
        return remaining;
    }

    /** Appends the next bytes of the value, as many as {@code out} has room for; returns how many. */
    public int copyTo(OutputBuffer out) {
        int length = Math.min(remaining, out.room());
        ValueCursor place = cursor;
        if (copy != null || place == null) {
            out.putBytes(memory, view.valueLength() - remaining, length);
        } else {
            copyRuns(place, out, length);
        }
        remaining -= length;
        return length;
    }

    /** Whether the value lies in the store's memory, and not in a copy. */
    public boolean isInPlace() {
        return open && copy == null;
    }

    /** Adds what is left of the value to {@code runs}, as much as has room there; {@link #skip} what is sent of it. */
    public void addTo(MemoryRuns runs) {
        ValueCursor place = Objects.requireNonNull(ahead);
        place.start(Objects.requireNonNull(cursor));
        for (int rest = remaining; rest > 0 && runs.hasRoom();) {
            int count = Math.min(rest, place.contiguous());
            runs.add(memory, place.address(), count);
            place.advance(count);
            rest -= count;
        }
    }

    /** Moves on behind {@code length} bytes. */
    public void skip(int length) {
        ValueCursor place = Objects.requireNonNull(cursor);
        for (int rest = length; rest > 0;) {
            int count = Math.min(rest, place.contiguous());
            place.advance(count);
            rest -= count;
        }
        remaining -= length;
    }

    private void copyRuns(ValueCursor place, OutputBuffer out, int length) {
        int rest = length;
        while (rest > 0) {
            int count = Math.min(rest, place.contiguous());
            out.putBytes(memory, place.address(), count);
            place.advance(count);
            rest -= count;
        }
    }

    /** Opens this for an item that {@code owner} has pinned, or, if it is small, with a copy of it. */
    void open(Shard owner, Chunks chunks, long target, boolean pinned) {
        shard = owner;
        if (cursor == null || cursor.chunks() != chunks) {
            cursor = new ValueCursor(chunks);
            ahead = new ValueCursor(chunks);
        }
        open = true;
        view.show(chunks, target);
        remaining = view.valueLength();
        if (pinned) {
            item = target;
            memory = chunks.memory();
            cursor.start(target);
        } else {
            copy = chunks.memory().asSlice(chunks.value(target), remaining)
                    .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            memory = MemorySegment.ofArray(copy);
        }
    }

    /** The pinned item, 0 if it is a copy or nothing. */
    long item() {
        return item;
    }

    @Nullable Shard shard() {
        return shard;
    }

    void close() {
        open = false;
        item = 0;
        copy = null;
        remaining = 0;
    }
}

package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What proves after a restart that an item is whole: a checksum of {@value #BYTES} bytes, which only a store in a
 * memory file has. Without one, nothing here does anything.
 *
 * <p>The seal is the hash of the body (client flags, key, value) xor the hash of the header (CAS, exptime, lengths,
 * epoch and those marks that readers do not set). So a change of the header alone, such as touch, takes the old
 * header's hash out and puts the new one's in, and costs the same for values of all lengths. It stands behind the
 * value, in a chain in the head's header. Whatever is written halfway, or torn by whatever means, does not fit its
 * seal; no order of the writes is needed for that. Only where an item first becomes linked does its state have to come
 * last, since the chunk may still hold, whole, an item that was deleted.
 *
 * <p>The hash is wyhash's step (Wang Yi, public domain) with the file's secret in it, so that no client can make up a
 * value that contains something that looks like an item. Under the shard's lock, or on chunks that nobody else knows.
 */
final class Seals {

    /** Bytes of a seal. */
    private static final int BYTES = 4;
    /** The marks that the seal covers: all but those that a hit changes. */
    private static final int SEALED_MARKS =
            Chunks.CHAINED | Chunks.CLIENT_FLAGS | Chunks.STALE | Chunks.TOKEN_SENT | Chunks.BINARY_KEY;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int STEP = 2 * Long.BYTES;
    private static final long P0 = 0xa0761d6478bd642fL;
    private static final long P1 = 0xe7037ed1a0b428dbL;

    private final Chunks chunks;
    private final MemorySegment memory;
    private final boolean used;
    private final long secret;
    private final long secretStep;

    private Seals(Chunks chunks, boolean used, long secret) {
        this.chunks = chunks;
        this.memory = chunks.memory();
        this.used = used;
        this.secret = secret;
        this.secretStep = fold(secret ^ P1, P0);
    }

    /** Seals that are made and looked at with {@code secret}. */
    static Seals of(Chunks chunks, long secret) {
        return new Seals(chunks, true, secret);
    }

    /** No seals at all. */
    static Seals none(Chunks chunks) {
        return new Seals(chunks, false, 0);
    }

    /** Whether items are sealed. */
    boolean isUsed() {
        return used;
    }

    /** Bytes that an item of one chunk needs behind its value. */
    int bytes() {
        return used ? BYTES : 0;
    }

    /** Seals the body of an item whose lengths, marks of its layout, client flags, key and value are set. */
    void body(long item) {
        if (used) {
            memory.set(INT, place(item), bodyHash(item));
        }
    }

    /** Adds the header to the seal of an item, or takes it out again: call it before and after a change. */
    void header(long item) {
        if (used) {
            long place = place(item);
            memory.set(INT, place, memory.get(INT, place) ^ headerHash(item));
        }
    }

    /** Adds the header to the seal of an item that is about to be linked: nothing of that becomes visible before. */
    void complete(long item) {
        if (used) {
            header(item);
            VarHandle.releaseFence();
        }
    }

    /** Whether the seal of an item, all of whose lengths are inside its chunks, fits. */
    boolean fits(long item) {
        return memory.get(INT, place(item)) == (bodyHash(item) ^ headerHash(item));
    }

    private long place(long item) {
        return chunks.isMarked(item, Chunks.CHAINED)
                ? item + Chunks.CHAIN_SEAL
                : chunks.value(item) + chunks.valueLength(item);
    }

    private int headerHash(long item) {
        long small = (long) chunks.keyLength(item) << Short.SIZE
                | (chunks.marks(item) & SEALED_MARKS) << Byte.SIZE
                | (chunks.epoch(item) & 0xFF);
        long lengths = (long) chunks.valueLength(item) << Integer.SIZE | small;
        long hash = fold(chunks.cas(item) ^ secretStep, secret ^ chunks.exptime(item));
        return folded(fold(lengths ^ secretStep, hash ^ P1));
    }

    private int bodyHash(long item) {
        boolean chained = chunks.isMarked(item, Chunks.CHAINED);
        long start = item + Chunks.HEADER + (chained ? Chunks.CHAIN_HEADER : 0);
        if (!chained) {
            return folded(run(secret, start, chunks.value(item) + chunks.valueLength(item) - start));
        }
        long hash = run(secret, start, item + chunks.headSize(item) - start);
        for (long tail = chunks.firstTail(item); tail != 0; tail = chunks.next(tail)) {
            hash = run(hash, tail + Chunks.HEADER, chunks.payloadLength(tail));
        }
        return folded(hash);
    }

    /** The hash of {@code length} bytes at {@code address} on top of another. */
    private long run(long before, long address, long length) {
        long hash = before ^ length;
        long at = address;
        long rest = length;
        while (rest >= STEP) {
            hash = fold(memory.get(LONG, at) ^ secretStep, memory.get(LONG, at + Long.BYTES) ^ hash);
            at += STEP;
            rest -= STEP;
        }
        if (rest >= Long.BYTES) {
            hash = fold(memory.get(LONG, at) ^ secretStep, hash ^ P0);
            at += Long.BYTES;
            rest -= Long.BYTES;
        }
        return fold(last(at, rest) ^ secretStep, hash ^ P1);
    }

    /** The last 0 to 7 bytes as one word. */
    private long last(long address, long count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word = (word << Byte.SIZE) | (memory.get(ValueLayout.JAVA_BYTE, address + i) & 0xFFL);
        }
        return word;
    }

    private static int folded(long hash) {
        return (int) (hash ^ hash >>> Integer.SIZE);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}

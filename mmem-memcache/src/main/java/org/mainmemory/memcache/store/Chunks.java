package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.mainmemory.memcache.command.Command;

/**
 * What a chunk holds: a view over the store's region that reads and writes chunks by their address.
 *
 * <p>An address is a byte offset into the region; 0 is none (the first page never holds items). Every chunk starts with
 * a header of {@value #HEADER} bytes:
 *
 * <pre>
 *        item                                      tail (the rest of a long item)   free chunk
 *    0   cas                                8      next tail, 0 at the end          next free chunk
 *    8   exptime, seconds on the clock      4      head of the chain                -
 *   12   last use, seconds on the clock     4        (8 bytes)                      -
 *        (31 bits), upper bit of hits
 *   16   value length, unless CHAINED       2      payload length                   -
 *   18   key length                         1      -                                -
 *   19   state (3 bits), generation (5)     1      the same                         the same
 *   20   lower bits of hits (2), marks      1      -                                -
 *   21   flush epoch                        1      -                                -
 *   22   if CHAINED: first eight tails 64, pins 4, seal 4, value length 4
 *    .   if CLIENT_FLAGS: client flags 4
 *    .   key, value                                payload
 *    .   unless CHAINED: seal 4, in a memory file
 * </pre>
 *
 * <p>An item that fits into a chunk of {@link SizeClasses#MAX_CHUNK} bytes is one chunk; a larger one is a chain:
 * whole pages as long as it fills them, then chunks of that size, the last one of the next power of two. The first is
 * its head, the others are tails. Each tail leads to the next; the head notes where the first ones are, so that
 * whoever sends the item need not wait for one after the other to come from memory. The generation changes whenever
 * the chunk is handed out, so that the small queue can tell a stale entry; hits are what S3-FIFO counts. Whoever reads
 * without the shard's lock sees bytes that may change under it: {@link #keyEquals} and {@link #readable} stay inside
 * the page whatever they see. What the seal is, {@link Seals} says.
 */
final class Chunks {

    /** Bytes of the header that every chunk has. */
    static final int HEADER = 22;
    /** Bytes behind the header of an item that is a chain. */
    static final int CHAIN_HEADER = 76;
    /** Where in a chain's head its seal is. */
    static final int CHAIN_SEAL = 90;
    /** Tails whose addresses are in the head. */
    static final int NOTED_TAILS = 8;
    /** Bytes of the client flags, where an item has them. */
    static final int CLIENT_FLAGS_BYTES = 4;

    /** Not in use. */
    static final int FREE = 0;
    /** Head of an item that is still arriving. */
    static final int RESERVED = 1;
    /** An item in S3-FIFO's small queue. */
    static final int SMALL = 2;
    /** An item in S3-FIFO's main queue. */
    static final int MAIN = 3;
    /** An item that no key leads to any more, kept for those who have it pinned. */
    static final int DETACHED = 4;
    /** A further chunk of a long item. */
    static final int TAIL = 5;
    /** An item in no queue: it dies so soon that it is let live till then. */
    static final int TEMPORARY = 6;
    /** An item in the older part of S3-FIFO's small queue, which has no list. */
    static final int AGED = 7;

    /** What the three bits of the hit counter count up to. */
    static final int MOST_HITS = 7;
    /** The lower two of them, among the marks. */
    static final int HITS = 3;
    /** Mark: read since it was stored. */
    static final int FETCHED = 1 << 2;
    /** Mark: has tails. */
    static final int CHAINED = 1 << 3;
    /** Mark: has client flags other than 0. */
    static final int CLIENT_FLAGS = 1 << 4;
    /** Mark: invalidated, but still served until somebody renews it. */
    static final int STALE = 1 << 5;
    /** Mark: a reader has won the right to renew it. */
    static final int TOKEN_SENT = 1 << 6;
    /** Mark: the key is not text. */
    static final int BINARY_KEY = 1 << 7;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final int CAS = 0;
    private static final int NEXT = 0;
    private static final int EXPTIME = 8;
    private static final int OWNER = 8;
    private static final int LAST_USE = 12;
    private static final int VALUE_LENGTH = 16;
    private static final int KEY_LENGTH = 18;
    private static final int STATE = 19;
    private static final int MARKS = 20;
    private static final int EPOCH = 21;
    private static final int TAILS = 22;
    private static final int PINS = 86;
    private static final int CHAIN_VALUE_LENGTH = 94;

    private static final int UPPER_HIT = 1 << 31;
    private static final int UPPER_HIT_SHIFT = 29;
    private static final int STATE_MASK = 7;
    private static final int GENERATION_STEP = 8;
    private static final int PAGE_MASK = SizeClasses.PAGE_SIZE - 1;

    private final MemorySegment memory;

    Chunks(MemorySegment memory) {
        this.memory = memory;
    }

    MemorySegment memory() {
        return memory;
    }

    long longAt(long address) {
        return memory.get(LONG, address);
    }

    void longAt(long address, long value) {
        memory.set(LONG, address, value);
    }

    void blankAt(long address) {
        memory.set(BYTE, address, (byte) ' ');
    }

    int state(long chunk) {
        return memory.get(BYTE, chunk + STATE) & STATE_MASK;
    }

    /** Sets the state and keeps the generation. */
    void state(long chunk, int state) {
        int old = memory.get(BYTE, chunk + STATE);
        memory.set(BYTE, chunk + STATE, (byte) ((old & ~STATE_MASK) | state));
    }

    /** How often the chunk was handed out, modulo 32. */
    int generation(long chunk) {
        return (memory.get(BYTE, chunk + STATE) & 0xFF) / GENERATION_STEP;
    }

    /** Sets the generation and keeps the state. */
    void generation(long chunk, int generation) {
        memory.set(BYTE, chunk + STATE, (byte) (state(chunk) | generation * GENERATION_STEP));
    }

    /** Makes a free chunk one of {@code state} and of the next generation. */
    void handOut(long chunk, int state) {
        int old = memory.get(BYTE, chunk + STATE);
        memory.set(BYTE, chunk + STATE, (byte) ((old & ~STATE_MASK) + GENERATION_STEP | state));
    }

    /** Whether the item is in S3-FIFO's small queue. */
    boolean isSmall(long item) {
        int state = state(item);
        return state == SMALL || state == AGED;
    }

    /** Copies a chunk of {@code bytes}, but for its state and generation. */
    void copyAllButState(long source, long target, int bytes) {
        int behind = STATE + 1;
        MemorySegment.copy(memory, source, memory, target, STATE);
        MemorySegment.copy(memory, source + behind, memory, target + behind, bytes - behind);
    }

    /** Whether the chunk is an item that a key leads to. */
    boolean isLinked(long chunk) {
        int state = state(chunk);
        return state == SMALL || state == MAIN || state == TEMPORARY || state == AGED;
    }

    /** The linked item that the chunk belongs to; 0 if that is none. */
    long itemOf(long chunk) {
        long item = state(chunk) == TAIL ? owner(chunk) : chunk;
        return isLinked(item) ? item : 0;
    }

    long cas(long item) {
        return memory.get(LONG, item + CAS);
    }

    void cas(long item, long cas) {
        memory.set(LONG, item + CAS, cas);
    }

    int exptime(long item) {
        return memory.get(INT, item + EXPTIME);
    }

    void exptime(long item, int exptimeSeconds) {
        memory.set(INT, item + EXPTIME, exptimeSeconds);
    }

    int lastUse(long item) {
        return memory.get(INT, item + LAST_USE) & ~UPPER_HIT;
    }

    /** Sets the last use and keeps the hits. */
    void lastUse(long item, int nowSeconds) {
        memory.set(INT, item + LAST_USE, (memory.get(INT, item + LAST_USE) & UPPER_HIT) | nowSeconds);
    }

    int valueLength(long item) {
        return isMarked(item, CHAINED) ? memory.get(INT, item + CHAIN_VALUE_LENGTH) : payloadLength(item);
    }

    /** Sets the length of an item whose marks are set. */
    void valueLength(long item, int length) {
        if (isMarked(item, CHAINED)) {
            memory.set(INT, item + CHAIN_VALUE_LENGTH, length);
        } else {
            payloadLength(item, length);
        }
    }

    /** Bytes of a tail's payload. */
    int payloadLength(long tail) {
        return memory.get(SHORT, tail + VALUE_LENGTH) & 0xFFFF;
    }

    void payloadLength(long tail, int length) {
        memory.set(SHORT, tail + VALUE_LENGTH, (short) length);
    }

    int keyLength(long item) {
        return memory.get(BYTE, item + KEY_LENGTH) & 0xFF;
    }

    void keyLength(long item, int length) {
        memory.set(BYTE, item + KEY_LENGTH, (byte) length);
    }

    int marks(long item) {
        return memory.get(BYTE, item + MARKS);
    }

    void marks(long item, int marks) {
        memory.set(BYTE, item + MARKS, (byte) marks);
    }

    int hits(long item) {
        int upper = (memory.get(INT, item + LAST_USE) & UPPER_HIT) >>> UPPER_HIT_SHIFT;
        return upper | (marks(item) & HITS);
    }

    /** Sets the hits, 0 to {@link #MOST_HITS}, and keeps the marks and the last use. */
    void hits(long item, int hits) {
        marks(item, (marks(item) & ~HITS) | (hits & HITS));
        memory.set(INT, item + LAST_USE, lastUse(item) | ((hits & ~HITS) << UPPER_HIT_SHIFT));
    }

    boolean isMarked(long item, int mark) {
        return (marks(item) & mark) != 0;
    }

    int epoch(long item) {
        return memory.get(BYTE, item + EPOCH);
    }

    void epoch(long item, int epoch) {
        memory.set(BYTE, item + EPOCH, (byte) epoch);
    }

    /** Address of an item's first tail; 0 if it is no chain. */
    long firstTail(long item) {
        return isMarked(item, CHAINED) ? notedTail(item, 0) : 0;
    }

    /** Address of tail {@code number}, from 0 and below {@link #NOTED_TAILS}; 0 if there are not as many. */
    long notedTail(long head, int number) {
        return memory.get(LONG, head + TAILS + (long) number * Long.BYTES);
    }

    private void notedTail(long head, int number, long tail) {
        memory.set(LONG, head + TAILS + (long) number * Long.BYTES, tail);
    }

    /** Makes {@code head} the head of a chain without tails. */
    void noTails(long head) {
        for (int number = 0; number < NOTED_TAILS; number++) {
            notedTail(head, number, 0);
        }
    }

    /** Has tail {@code number} of a chain be {@code tail}, behind {@code before}, which is 0 for the first one. */
    void lead(long head, int number, long before, long tail) {
        if (number < NOTED_TAILS) {
            notedTail(head, number, tail);
        }
        if (before != 0) {
            next(before, tail);
        }
    }

    int pins(long head) {
        return memory.get(INT, head + PINS);
    }

    void pins(long head, int pins) {
        memory.set(INT, head + PINS, pins);
    }

    long next(long chunk) {
        return memory.get(LONG, chunk + NEXT);
    }

    void next(long chunk, long next) {
        memory.set(LONG, chunk + NEXT, next);
    }

    long owner(long tail) {
        return memory.get(LONG, tail + OWNER);
    }

    void owner(long tail, long head) {
        memory.set(LONG, tail + OWNER, head);
    }

    /** Bytes of an item in front of its key, by its marks. */
    static int keyOffset(int marks) {
        return HEADER
                + ((marks & CHAINED) == 0 ? 0 : CHAIN_HEADER)
                + ((marks & CLIENT_FLAGS) == 0 ? 0 : CLIENT_FLAGS_BYTES);
    }

    int clientFlags(long item) {
        int marks = marks(item);
        return (marks & CLIENT_FLAGS) == 0 ? 0 : memory.get(INT, item + keyOffset(marks) - CLIENT_FLAGS_BYTES);
    }

    /** Writes the client flags of an item that is marked to have them. */
    void clientFlags(long item, int clientFlags) {
        memory.set(INT, item + keyOffset(marks(item)) - CLIENT_FLAGS_BYTES, clientFlags);
    }

    /** Size of the head of a chain whose lengths are set, or of an item that is to be one. */
    int headSize(long item) {
        return SizeClasses.headSize(keyOffset(marks(item)) + keyLength(item) + (long) valueLength(item));
    }

    /** Address of the item's key. */
    long key(long item) {
        return item + keyOffset(marks(item));
    }

    /** Address of the item's value, or of its first part. */
    long value(long item) {
        return key(item) + keyLength(item);
    }

    /** Whether {@code length} bytes from {@code address} lie inside one page, as every chunk does. */
    static boolean readable(long address, int length) {
        return length >= 0 && (address & PAGE_MASK) + length <= SizeClasses.PAGE_SIZE;
    }

    /** Whether the item's key is the command's. Reads nothing outside the item's page. */
    boolean keyEquals(long item, Command command) {
        int length = command.keyLength;
        if (keyLength(item) != length) {
            return false;
        }
        long key = key(item);
        return readable(key, length) && sameBytes(key, command.keyBytes, command.keyOffset, length);
    }

    /** Eight bytes at a time; the last eight may be compared in part for the second time. */
    private boolean sameBytes(long own, MemorySegment other, long offset, int length) {
        int last = length - Long.BYTES;
        if (last < 0) {
            return sameFew(own, other, offset, length);
        }
        for (int at = 0; at < last; at += Long.BYTES) {
            if (memory.get(LONG, own + at) != other.get(LONG, offset + at)) {
                return false;
            }
        }
        return memory.get(LONG, own + last) == other.get(LONG, offset + last);
    }

    private boolean sameFew(long own, MemorySegment other, long offset, int length) {
        for (int at = 0; at < length; at++) {
            if (memory.get(BYTE, own + at) != other.get(BYTE, offset + at)) {
                return false;
            }
        }
        return true;
    }
}

package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.AsciiNumbers;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * What the verbs that change something do to the items of one shard. Under the shard's write lock only.
 */
final class Verbs {

    private final Items items;
    private final Chunks chunks;
    private final Allocator allocator;
    private final CasCounter casCounter;
    private final int maxItemSize;
    private final ValueCursor from;
    private final ValueCursor to;
    private final DecimalValue decimal = new DecimalValue();

    Verbs(Items items, Allocator allocator, CasCounter casCounter, int maxItemSize) {
        this.items = items;
        this.chunks = items.chunks;
        this.allocator = allocator;
        this.casCounter = casCounter;
        this.maxItemSize = maxItemSize;
        from = new ValueCursor(chunks);
        to = new ValueCursor(chunks);
    }

    /** The item of the command's key; a dead one is removed and told in {@code result}. 0 if there is none. */
    long findLive(Command command, Result result) {
        long item = items.index.find(command);
        if (item == 0 || !items.isDead(item, items.now)) {
            return item;
        }
        result.expired = items.isExpired(item, items.now);
        result.flushed = !result.expired;
        result.slabClass = items.memcachedClass(item);
        if (result.expired && !chunks.isMarked(item, Chunks.FETCHED)) {
            items.counters.expiredUnfetched[result.slabClass]++;
        }
        items.unlink(item, command.keyHash);
        return 0;
    }

    /** Counts a use: at most two bits of hits, the mark and the time change. */
    void bump(long item) {
        int marks = chunks.marks(item);
        int hits = Math.min((marks & Chunks.HITS) + 1, Chunks.HITS);
        chunks.marks(item, marks & ~Chunks.HITS | hits | Chunks.FETCHED);
        chunks.lastUse(item, items.now);
    }

    /** Memory for the value of {@code command}, in state RESERVED, with key and exptime; 0 if there is none. */
    long reserve(Command command) {
        long item = allocator.item(command.keyLength, command.clientFlags, command.valueLength);
        if (item != 0) {
            writeKey(item, command);
            chunks.exptime(item, command.exptimeSeconds);
        }
        return item;
    }

    /** Whether an item of that size may be stored at all. */
    boolean isTooLarge(Command command) {
        return sizeOf(command) > maxItemSize;
    }

    private long sizeOf(Command command) {
        return items.classes.memcachedSize(command.keyLength, command.clientFlags, command.valueLength);
    }

    /** A SET could not be carried out: the old item goes, so that nobody reads a value the client meant to replace. */
    Outcome fail(Command command, Outcome outcome) {
        if (outcome == Outcome.OUT_OF_MEMORY) {
            items.counters.outOfMemory[items.classes.memcachedClass(sizeOf(command))]++;
        }
        if (command.opcode == Opcode.SET) {
            long old = items.index.find(command);
            if (old != 0) {
                items.unlink(old, command.keyHash);
            }
        }
        return outcome;
    }

    /**
     * Carries out a storage verb.
     *
     * @param arrived the reserved item that holds the value, or 0 if the command does; it is linked or freed
     */
    Outcome store(Command command, Result result, long arrived) {
        long old = findLive(command, result);
        long cas = casCounter.next();
        result.slabClass = items.classes.memcachedClass(sizeOf(command));
        Outcome refusal = refusal(command, old);
        if (refusal != null) {
            freeArrived(arrived);
            return refusal;
        }
        Outcome outcome = switch (command.opcode) {
            case APPEND, PREPEND -> join(command, old, arrived, cas);
            default -> put(command, old, arrived, cas);
        };
        if (outcome == Outcome.STORED) {
            result.cas = cas;
        }
        return outcome;
    }

    /** DELETE. */
    Outcome delete(Command command, Result result) {
        long item = findLive(command, result);
        if (item == 0) {
            return Outcome.NOT_FOUND;
        }
        result.slabClass = items.memcachedClass(item);
        items.unlink(item, command.keyHash);
        return Outcome.DELETED;
    }

    /** TOUCH, and the writing half of GAT. */
    Outcome touch(Command command, Result result) {
        long item = findLive(command, result);
        if (item == 0) {
            return Outcome.NOT_FOUND;
        }
        result.slabClass = items.memcachedClass(item);
        result.cas = chunks.cas(item);
        chunks.exptime(item, command.exptimeSeconds);
        items.noteExptime(item);
        bump(item);
        return Outcome.HIT;
    }

    /** INCR and DECR. */
    Outcome count(Command command, Result result) {
        long item = findLive(command, result);
        if (item == 0) {
            return Outcome.NOT_FOUND;
        }
        result.slabClass = items.memcachedClass(item);
        int length = chunks.valueLength(item);
        if (chunks.isMarked(item, Chunks.CHAINED) || !decimal.parse(chunks.memory(), chunks.value(item), length)) {
            return Outcome.NON_NUMERIC;
        }
        long old = decimal.number();
        long number = command.opcode == Opcode.INCR
                ? old + command.delta
                : Long.compareUnsigned(old, command.delta) > 0 ? old - command.delta : 0;
        int digits = AsciiNumbers.unsignedLength(number);
        long target = digits <= length ? item : grow(item, command.keyHash, digits);
        if (target == 0) {
            return Outcome.OUT_OF_MEMORY;
        }
        writeNumber(target, number, digits);
        bump(target);
        result.number = number;
        result.cas = casCounter.next();
        chunks.cas(target, result.cas);
        return Outcome.COUNTED;
    }

    /** Why the verb's condition forbids to store; null if it does not. */
    private @Nullable Outcome refusal(Command command, long old) {
        switch (command.opcode) {
            case ADD:
                if (old != 0) {
                    bump(old);
                    return Outcome.NOT_STORED;
                }
                return null;
            case REPLACE, APPEND, PREPEND:
                return old == 0 ? Outcome.NOT_STORED : null;
            case CAS:
                if (old == 0) {
                    return Outcome.NOT_FOUND;
                }
                return command.cas == 0 || command.cas != chunks.cas(old) ? Outcome.EXISTS : null;
            default:
                return null;
        }
    }

    private Outcome put(Command command, long old, long arrived, long cas) {
        if (arrived == 0 && old != 0 && fitsInPlace(command, old)) {
            overwrite(command, old, cas);
            return Outcome.STORED;
        }
        items.kept = old;
        long item = arrived != 0 ? arrived : reserve(command);
        boolean ready = item != 0 && (old != 0 || allocator.prepareIndex());
        items.kept = 0;
        if (!ready) {
            freeArrived(item);
            return fail(command, Outcome.OUT_OF_MEMORY);
        }
        if (arrived == 0) {
            to.start(item);
            to.write(command.valueBytes, command.valueOffset, command.valueLength);
        }
        finish(item, cas);
        items.link(item, command.keyHash, old);
        return Outcome.STORED;
    }

    /** Whether the new value belongs into a chunk of the very size that the old item has. */
    private boolean fitsInPlace(Command command, long old) {
        if (chunks.isMarked(old, Chunks.CHAINED)) {
            return false;
        }
        int marks = command.clientFlags == 0 ? 0 : Chunks.CLIENT_FLAGS;
        long bytes = (long) Chunks.keyOffset(marks) + command.keyLength + command.valueLength;
        return bytes <= SizeClasses.MAX_CHUNK
                && items.slabs[items.classes.classOf((int) bytes)] == items.slabOf(old);
    }

    private void overwrite(Command command, long item, long cas) {
        items.beforeResize(item);
        int flagged = command.clientFlags == 0 ? 0 : Chunks.CLIENT_FLAGS;
        int marks = chunks.marks(item);
        chunks.marks(item, marks & Chunks.HITS | flagged);
        if (flagged != (marks & Chunks.CLIENT_FLAGS)) {
            writeKey(item, command);
        }
        if (flagged != 0) {
            chunks.clientFlags(item, command.clientFlags);
        }
        chunks.valueLength(item, command.valueLength);
        MemorySegment.copy(
                command.valueBytes, command.valueOffset, chunks.memory(), chunks.value(item), command.valueLength);
        chunks.exptime(item, command.exptimeSeconds);
        finish(item, cas);
        items.afterResize(item);
        items.renew(item);
    }

    private void finish(long item, long cas) {
        chunks.cas(item, cas);
        chunks.lastUse(item, items.now);
    }

    private Outcome join(Command command, long old, long arrived, long cas) {
        int oldLength = chunks.valueLength(old);
        long length = (long) oldLength + command.valueLength;
        int clientFlags = chunks.clientFlags(old);
        long item = 0;
        if (length <= maxItemSize
                && items.classes.memcachedSize(command.keyLength, clientFlags, (int) length) <= maxItemSize) {
            items.kept = old;
            item = allocator.item(command.keyLength, clientFlags, (int) length);
            items.kept = 0;
        }
        if (item == 0) {
            freeArrived(arrived);
            return Outcome.NOT_STORED;
        }
        to.start(item);
        if (command.opcode == Opcode.PREPEND) {
            writeArrived(command, arrived);
        }
        from.start(old);
        to.write(from, oldLength);
        if (command.opcode == Opcode.APPEND) {
            writeArrived(command, arrived);
        }
        writeKey(item, command);
        chunks.exptime(item, chunks.exptime(old));
        finish(item, cas);
        freeArrived(arrived);
        items.link(item, command.keyHash, old);
        return Outcome.STORED;
    }

    private void writeArrived(Command command, long arrived) {
        if (arrived == 0) {
            to.write(command.valueBytes, command.valueOffset, command.valueLength);
        } else {
            from.start(arrived);
            to.write(from, command.valueLength);
        }
    }

    private void freeArrived(long arrived) {
        if (arrived != 0) {
            items.free(arrived);
        }
    }

    /** Makes the value of a number longer: in its chunk if that has room, else in a new one. 0 without memory. */
    private long grow(long item, long hash, int digits) {
        long end = chunks.value(item) + digits;
        if (end <= item + items.slabOf(item).chunkSize()) {
            items.beforeResize(item);
            chunks.valueLength(item, digits);
            items.afterResize(item);
            return item;
        }
        items.kept = item;
        long target = allocator.item(chunks.keyLength(item), chunks.clientFlags(item), digits);
        items.kept = 0;
        if (target != 0) {
            MemorySegment.copy(
                    chunks.memory(), chunks.key(item), chunks.memory(), chunks.key(target), chunks.keyLength(item));
            chunks.exptime(target, chunks.exptime(item));
            items.link(target, hash, item);
        }
        return target;
    }

    /** Writes the digits, and blanks behind them up to the value's length, as memcached does. */
    private void writeNumber(long item, long number, int digits) {
        long value = chunks.value(item);
        AsciiNumbers.writeUnsigned(chunks.memory(), value, digits, number);
        int blanks = chunks.valueLength(item) - digits;
        for (int i = 0; i < blanks; i++) {
            chunks.blankAt(value + digits + i);
        }
    }

    private void writeKey(long item, Command command) {
        MemorySegment.copy(
                command.keyBytes, command.keyOffset, chunks.memory(), chunks.key(item), command.keyLength);
    }
}

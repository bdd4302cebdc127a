package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import org.mainmemory.core.memory.AsciiNumbers;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * The verbs incr and decr on one shard. Of a long value only what its first chunk holds is looked at for a number.
 * Under the shard's write lock only.
 */
final class Counting {

    private final Verbs verbs;
    private final Items items;
    private final Chunks chunks;
    private final Allocator allocator;
    private final DecimalValue decimal = new DecimalValue();

    Counting(Verbs verbs, Items items, Allocator allocator) {
        this.verbs = verbs;
        this.items = items;
        this.chunks = items.chunks;
        this.allocator = allocator;
    }

    /** INCR and DECR. */
    Outcome count(Command command, Result result) {
        long item = verbs.findLive(command, result);
        if (item == 0) {
            return command.has(Command.VIVIFY) ? createNumber(command, result) : Outcome.NOT_FOUND;
        }
        result.slabClass = items.memcachedClass(item);
        int length = chunks.valueLength(item);
        result.valueLength = length;
        boolean chained = chunks.isMarked(item, Chunks.CHAINED);
        if (length == 0 || (chained && items.classes.isChunked(items.memcachedSize(item)))) {
            return Outcome.NON_NUMERIC;
        }
        if (command.has(Command.COMPARE_CAS) && command.cas != 0 && command.cas != chunks.cas(item)) {
            return Outcome.EXISTS;
        }
        int elsewhere = allocator.missing(item);
        if (!decimal.parse(chunks.memory(), chunks.value(item), length - elsewhere, elsewhere > 0)) {
            return Outcome.NON_NUMERIC;
        }
        result.exptimeBefore = chunks.exptime(item);
        long number = changed(command, decimal.number());
        int digits = AsciiNumbers.unsignedLength(number);
        boolean inPlace = digits <= length && !items.isHeld(item);
        long target = inPlace ? item : grow(item, digits);
        if (target == 0) {
            return Outcome.OUT_OF_MEMORY;
        }
        writeNumber(target, number, digits);
        chunks.cas(target, verbs.nextCas(command));
        if (command.has(Command.TOUCH)) {
            chunks.exptime(target, command.exptimeSeconds);
        }
        items.seals.body(target);
        if (target == item) {
            items.seals.header(item);
            items.noteExptime(item);
        } else {
            items.link(target, command.keyHash, item);
        }
        verbs.bumpUnread(target);
        return counted(target, number, result);
    }

    private static long changed(Command command, long old) {
        if (command.opcode == Opcode.INCR) {
            return old + command.delta;
        }
        return Long.compareUnsigned(old, command.delta) > 0 ? old - command.delta : 0;
    }

    private Outcome createNumber(Command command, Result result) {
        result.slabClass = 0;
        int digits = AsciiNumbers.unsignedLength(command.initial);
        command.valueLength = digits;
        command.clientFlags = 0;
        long item = allocator.prepareIndex() ? verbs.newItem(command) : 0;
        if (item == 0) {
            return Outcome.OUT_OF_MEMORY;
        }
        boolean touched = command.has(Command.TOUCH) && !command.has(Command.VIVIFY_LAST);
        chunks.exptime(item, touched ? command.exptimeSeconds : command.vivifyExptimeSeconds);
        writeNumber(item, command.initial, digits);
        items.seals.body(item);
        verbs.finish(item, verbs.nextCas(command));
        items.link(item, command.keyHash, 0);
        result.created = true;
        result.slabClass = items.memcachedClass(item);
        return counted(item, command.initial, result);
    }

    private Outcome counted(long item, long number, Result result) {
        result.number = number;
        result.cas = chunks.cas(item);
        result.exptime = chunks.exptime(item);
        return Outcome.COUNTED;
    }

    /**
     * Makes the value of a number longer: in its chunk if that has room, else in a new one, still to be linked. 0
     * without memory. Either way it is a new item as far as marks and its last use tell.
     */
    private long grow(long item, int digits) {
        long end = chunks.value(item) + digits + items.seals.bytes();
        if (!items.isHeld(item) && end <= item + items.slabOf(item).chunkSize()) {
            items.beforeResize(item);
            chunks.valueLength(item, digits);
            chunks.marks(item, chunks.marks(item) & (Chunks.HITS | Chunks.CLIENT_FLAGS));
            chunks.lastUse(item, items.now);
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
            chunks.lastUse(target, items.now);
        }
        return target;
    }

    /** Writes the digits, and blanks behind them up to the value's length, as memcached does. */
    private void writeNumber(long item, long number, int digits) {
        long value = chunks.value(item);
        AsciiNumbers.writeUnsigned(chunks.memory(), value, digits, number);
        writeBlanks(value + digits, chunks.valueLength(item) - allocator.missing(item) - digits);
        for (long tail = chunks.firstTail(item); tail != 0; tail = chunks.next(tail)) {
            writeBlanks(tail + Chunks.HEADER, chunks.payloadLength(tail));
        }
    }

    private void writeBlanks(long address, int count) {
        for (int i = 0; i < count; i++) {
            chunks.blankAt(address + i);
        }
    }
}

package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/** The storage verbs on one shard: set, add, replace, append, prepend, cas. Under the shard's write lock only. */
final class Storing {

    private final Verbs verbs;
    private final Items items;
    private final Chunks chunks;
    private final Allocator allocator;
    private final int maxItemSize;
    private final ValueCursor from;
    private final ValueCursor to;

    Storing(Verbs verbs, Items items, Allocator allocator, int maxItemSize) {
        this.verbs = verbs;
        this.items = items;
        this.chunks = items.chunks;
        this.allocator = allocator;
        this.maxItemSize = maxItemSize;
        from = new ValueCursor(chunks);
        to = new ValueCursor(chunks);
    }

    /** Whether an item of that size may be stored at all. */
    boolean isTooLarge(Command command) {
        return sizeOf(command) > maxItemSize;
    }

    /** memcached's slab class of the item that {@code command} stores. */
    int slabClass(Command command) {
        return items.classes.memcachedClass(sizeOf(command));
    }

    private long sizeOf(Command command) {
        return items.classes.memcachedSize(command.keyLength, command.clientFlags, command.valueLength);
    }

    /** A SET could not be carried out: the old item goes, so that nobody reads a value the client meant to replace. */
    Outcome fail(Command command, Outcome outcome) {
        if (outcome == Outcome.OUT_OF_MEMORY) {
            items.counters.outOfMemory[slabClass(command)]++;
        }
        if (command.opcode == Opcode.SET || command.has(Command.FAILURE_REMOVES)) {
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
        long old = verbs.findLive(command, result);
        if (result.expired || result.flushed) {
            items.counters.reclaimed[result.slabClass]++;
        }
        if (old != 0) {
            result.oldSlabClass = items.memcachedClass(old);
            result.oldValueLength = chunks.valueLength(old);
        }
        long cas = verbs.nextCas(command);
        result.slabClass = slabClass(command);
        Outcome refusal = refusal(command, old);
        if (refusal != null) {
            freeArrived(arrived);
            return refusal;
        }
        boolean joins = old != 0 && (command.opcode == Opcode.APPEND || command.opcode == Opcode.PREPEND);
        int joinedLength = joins ? chunks.valueLength(old) : 0;
        Outcome outcome = joins ? join(command, old, arrived, cas) : put(command, old, arrived, cas);
        if (outcome == Outcome.STORED) {
            result.cas = cas;
            result.created = old == 0;
            result.valueLength = command.valueLength + joinedLength;
        }
        return outcome;
    }

    /** Why the verb's condition forbids to store; null if it does not. */
    private @Nullable Outcome refusal(Command command, long old) {
        return switch (command.opcode) {
            case ADD -> addRefusal(old);
            case APPEND, PREPEND -> joinRefusal(command, old);
            case CAS -> casRefusal(command, old);
            case REPLACE -> old == 0 ? Outcome.NOT_STORED : null;
            default -> null;
        };
    }

    private @Nullable Outcome addRefusal(long old) {
        if (old == 0) {
            return null;
        }
        verbs.bumpUnread(old);
        return Outcome.NOT_STORED;
    }

    private @Nullable Outcome joinRefusal(Command command, long old) {
        if (old == 0) {
            return command.has(Command.VIVIFY) ? null : Outcome.NOT_STORED;
        }
        boolean compares = command.has(Command.COMPARE_CAS) && command.cas != 0 && verbs.usesCas();
        return compares && command.cas != chunks.cas(old) ? Outcome.EXISTS : null;
    }

    private @Nullable Outcome casRefusal(Command command, long old) {
        if (old == 0) {
            return Outcome.NOT_FOUND;
        }
        boolean matches = command.cas != 0 && command.cas == chunks.cas(old);
        return matches || isStaleStore(command, old) ? null : Outcome.EXISTS;
    }

    /** Whether the command stores although its CAS is an older one, marking the item stale. */
    private boolean isStaleStore(Command command, long old) {
        return command.opcode == Opcode.CAS
                && command.has(Command.INVALIDATE)
                && old != 0
                && command.cas != 0
                && Long.compareUnsigned(command.cas, chunks.cas(old)) < 0;
    }

    private Outcome put(Command command, long old, long arrived, long cas) {
        int marks = marks(command, old);
        int exptimeSeconds = exptimeSeconds(command, old);
        if (arrived == 0 && old != 0 && fitsInPlace(command, old)) {
            overwrite(command, old, marks, exptimeSeconds, cas);
            return Outcome.STORED;
        }
        items.kept = old;
        long item = arrived != 0 ? arrived : verbs.newItem(command);
        boolean ready = item != 0 && (old != 0 || allocator.prepareIndex());
        items.kept = 0;
        if (!ready) {
            Outcome failure = fail(command, Outcome.OUT_OF_MEMORY);
            freeArrived(item);
            return failure;
        }
        if (arrived == 0) {
            to.start(item);
            to.write(command.valueBytes, command.valueOffset, command.valueLength);
            items.seals.body(item);
        }
        chunks.marks(item, chunks.marks(item) | marks);
        chunks.exptime(item, exptimeSeconds);
        verbs.finish(item, cas);
        items.link(item, command.keyHash, old);
        return Outcome.STORED;
    }

    /** The marks a stored item has besides those of its layout. */
    private int marks(Command command, long old) {
        int marks = command.has(Command.BINARY_KEY) ? Chunks.BINARY_KEY : 0;
        return isStaleStore(command, old) ? marks | Chunks.STALE | (chunks.marks(old) & Chunks.TOKEN_SENT) : marks;
    }

    private int exptimeSeconds(Command command, long old) {
        if (isStaleStore(command, old)) {
            return chunks.exptime(old);
        }
        return command.has(Command.VIVIFY) ? command.vivifyExptimeSeconds : command.exptimeSeconds;
    }

    /** Whether the new value belongs into a chunk of the very size that the old item has. */
    private boolean fitsInPlace(Command command, long old) {
        if (chunks.isMarked(old, Chunks.CHAINED)) {
            return false;
        }
        int marks = command.clientFlags == 0 ? 0 : Chunks.CLIENT_FLAGS;
        long bytes = (long) Chunks.keyOffset(marks) + command.keyLength + command.valueLength + items.seals.bytes();
        return bytes <= SizeClasses.MAX_CHUNK
                && items.slabs[items.classes.classOf((int) bytes)] == items.slabOf(old);
    }

    private void overwrite(Command command, long item, int newMarks, int exptimeSeconds, long cas) {
        items.beforeResize(item);
        int flagged = command.clientFlags == 0 ? 0 : Chunks.CLIENT_FLAGS;
        int marks = chunks.marks(item);
        chunks.marks(item, (marks & Chunks.HITS) | flagged | newMarks);
        if (flagged != (marks & Chunks.CLIENT_FLAGS)) {
            verbs.writeKey(item, command);
        }
        if (flagged != 0) {
            chunks.clientFlags(item, command.clientFlags);
        }
        chunks.valueLength(item, command.valueLength);
        MemorySegment.copy(
                command.valueBytes, command.valueOffset, chunks.memory(), chunks.value(item), command.valueLength);
        chunks.exptime(item, exptimeSeconds);
        verbs.finish(item, cas);
        items.afterResize(item);
        items.renew(item);
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
        verbs.writeKey(item, command);
        items.seals.body(item);
        chunks.exptime(item, chunks.exptime(old));
        verbs.finish(item, cas);
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
}

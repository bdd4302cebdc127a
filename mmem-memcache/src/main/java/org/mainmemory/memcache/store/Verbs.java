package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * What the verbs do to the items of one shard: finding, using, touching, deleting; {@link Storing} and {@link Counting}
 * have theirs. Under the shard's write lock only.
 */
final class Verbs {

    /** How stale an item's last use may become before a hit writes it again, in seconds; memcached's interval. */
    static final int USE_INTERVAL_SECONDS = 60;

    private final Items items;
    private final Chunks chunks;
    private final Allocator allocator;
    private final CasCounter casCounter;

    Verbs(Items items, Allocator allocator, CasCounter casCounter) {
        this.items = items;
        this.chunks = items.chunks;
        this.allocator = allocator;
        this.casCounter = casCounter;
    }

    /** The item of the command's key; a dead one is removed and told in {@code result}. 0 if there is none. */
    long findLive(Command command, Result result) {
        long item = items.index.find(command);
        if (item == 0 || !items.isDead(item, items.now)) {
            return item;
        }
        result.flushed = items.isFlushed(item);
        result.expired = !result.flushed;
        result.slabClass = items.memcachedClass(item);
        if (result.expired && !chunks.isMarked(item, Chunks.FETCHED)) {
            items.counters.expiredUnfetched[result.slabClass]++;
        }
        items.unlink(item, command.keyHash);
        return 0;
    }

    /** Counts a reading: at most three bits of hits, the mark and the time change. */
    void bump(long item) {
        bump(item, Chunks.FETCHED);
    }

    /** Counts a use that shows the value to nobody. */
    void bumpUnread(long item) {
        bump(item, 0);
    }

    private void bump(long item, int mark) {
        int marks = chunks.marks(item);
        if (items.flat && items.now - chunks.lastUse(item) < USE_INTERVAL_SECONDS) {
            chunks.marks(item, marks | mark);
            return;
        }
        int hits = chunks.hits(item);
        if (hits == 0 && chunks.isSmall(item)) {
            items.counters.saved[items.memcachedClass(item)]++;
        }
        chunks.marks(item, marks | mark);
        chunks.lastUse(item, items.now);
        chunks.hits(item, Math.min(hits + 1, Chunks.MOST_HITS));
    }

    /** DELETE, or what meta makes of it: mark stale, or leave an empty item. */
    Outcome delete(Command command, Result result) {
        long item = findLive(command, result);
        if (item == 0) {
            return Outcome.NOT_FOUND;
        }
        result.slabClass = items.memcachedClass(item);
        result.valueLength = chunks.valueLength(item);
        if (command.has(Command.COMPARE_CAS) && command.cas != chunks.cas(item)) {
            return Outcome.EXISTS;
        }
        if (command.has(Command.REMOVE_VALUE)) {
            item = empty(command, item);
            if (item == 0) {
                return Outcome.OUT_OF_MEMORY;
            }
        }
        if (command.has(Command.INVALIDATE)) {
            invalidate(command, item);
        } else if (!command.has(Command.REMOVE_VALUE)) {
            items.unlink(item, command.keyHash);
        }
        return Outcome.DELETED;
    }

    /** Puts an item without a value in the place of {@code old}; 0 without memory. */
    private long empty(Command command, long old) {
        long cas = casInstead(command, chunks.cas(old));
        items.kept = old;
        command.valueLength = 0;
        long item = newItem(command);
        items.kept = 0;
        if (item != 0) {
            finish(item, cas);
            items.seals.body(item);
            items.link(item, command.keyHash, old);
        }
        return item;
    }

    private void invalidate(Command command, long item) {
        if (command.has(Command.TOUCH)) {
            setExptime(item, command.exptimeSeconds);
        }
        items.seals.header(item);
        chunks.marks(item, (chunks.marks(item) & ~Chunks.TOKEN_SENT) | Chunks.STALE);
        chunks.cas(item, nextCas(command));
        items.seals.header(item);
    }

    /** The item that a locked read is to show: the live one, or the empty one that {@code VIVIFY} makes. 0 if none. */
    long findOrVivify(Command command, Result result) {
        long item = findLive(command, result);
        if (item != 0 || !command.has(Command.VIVIFY)) {
            return item;
        }
        command.valueLength = 0;
        command.clientFlags = 0;
        if (allocator.prepareIndex()) {
            item = newItem(command);
        }
        if (item != 0) {
            chunks.exptime(item, command.vivifyExptimeSeconds);
            finish(item, nextCas(command));
            items.seals.body(item);
            items.link(item, command.keyHash, 0);
            result.created = true;
            result.won = true;
        }
        return item;
    }

    /** What a locked read does to the item beside showing it: exptime, tokens, and the use is counted. */
    void readEffects(Command command, Result result, long item) {
        result.exptimeBefore = chunks.exptime(item);
        boolean touches = touches(command, result);
        if (touches && command.has(Command.TOUCH_FIRST)) {
            setExptime(item, command.exptimeSeconds);
        }
        result.won |= winsToken(command, item);
        if (touches) {
            setExptime(item, command.exptimeSeconds);
        }
        result.exptime = chunks.exptime(item);
        if (!command.has(Command.NO_BUMP)) {
            bump(item);
        }
        if (result.won) {
            items.seals.header(item);
            chunks.marks(item, chunks.marks(item) | Chunks.TOKEN_SENT);
            items.seals.header(item);
        }
    }

    private static boolean touches(Command command, Result result) {
        if (result.created && command.has(Command.VIVIFY_LAST)) {
            return false;
        }
        return command.has(Command.TOUCH) || command.opcode == Opcode.GAT || command.opcode == Opcode.GATS;
    }

    private boolean winsToken(Command command, long item) {
        if (chunks.isMarked(item, Chunks.TOKEN_SENT)) {
            return false;
        }
        int exptime = chunks.exptime(item);
        return (command.has(Command.WIN_STALE) && chunks.isMarked(item, Chunks.STALE))
                || (command.has(Command.RECACHE) && exptime != 0 && exptime < command.recacheSeconds);
    }

    /** Changes the exptime of a linked item. */
    void setExptime(long item, int exptimeSeconds) {
        items.seals.header(item);
        chunks.exptime(item, exptimeSeconds);
        items.seals.header(item);
        items.noteExptime(item);
    }

    /** TOUCH. */
    Outcome touch(Command command, Result result) {
        long item = findLive(command, result);
        if (item == 0) {
            return Outcome.NOT_FOUND;
        }
        result.slabClass = items.memcachedClass(item);
        result.cas = chunks.cas(item);
        result.clientFlags = chunks.clientFlags(item);
        result.valueLength = chunks.valueLength(item);
        setExptime(item, command.exptimeSeconds);
        bump(item);
        return Outcome.HIT;
    }

    /** The CAS of what the command stores. */
    long nextCas(Command command) {
        return casInstead(command, casCounter.next());
    }

    private long casInstead(Command command, long cas) {
        return command.has(Command.NEW_CAS) && casCounter.isUsed() ? command.newCas : cas;
    }

    /** Memory for the value of {@code command}, in state RESERVED, with key and exptime; 0 if there is none. */
    long newItem(Command command) {
        return begun(allocator.item(command.keyLength, command.clientFlags, command.valueLength), command);
    }

    /** The same, but of a chain only the head. */
    long newHead(Command command) {
        return begun(allocator.head(command.keyLength, command.clientFlags, command.valueLength), command);
    }

    private long begun(long item, Command command) {
        if (item != 0) {
            writeKey(item, command);
            chunks.exptime(item, command.exptimeSeconds);
        }
        return item;
    }

    /** Whether items have a CAS to compare with. */
    boolean usesCas() {
        return casCounter.isUsed();
    }

    /** Sets what an item has from the moment it is stored. */
    void finish(long item, long cas) {
        chunks.cas(item, cas);
        chunks.lastUse(item, items.now);
    }

    void writeKey(long item, Command command) {
        MemorySegment.copy(
                command.keyBytes, command.keyOffset, chunks.memory(), chunks.key(item), command.keyLength);
    }
}

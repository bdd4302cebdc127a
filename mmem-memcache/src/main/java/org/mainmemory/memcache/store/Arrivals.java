package org.mainmemory.memcache.store;

import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * Values that come to a shard in pieces, and what they hold meanwhile: {@link Reservation}s. A client gets memory for
 * bytes that it sent, not for those that it announced, and clients together no more than a share of all memory; beyond
 * that they are told that there is none, before live items have to go for them. Any loop may call.
 */
final class Arrivals {

    private final Shard shard;
    private final Items items;
    private final Allocator allocator;
    private final Verbs verbs;
    private final Storing storing;

    Arrivals(Shard shard, Items items, Allocator allocator, Verbs verbs, Storing storing) {
        this.shard = shard;
        this.items = items;
        this.allocator = allocator;
        this.verbs = verbs;
        this.storing = storing;
    }

    Outcome reserve(Command command, Result result, Reservation reservation) {
        long stamp = shard.write(command.nowSeconds);
        try {
            result.slabClass = storing.slabClass(command);
            if (storing.isTooLarge(command)) {
                return storing.fail(command, Outcome.TOO_LARGE);
            }
            long item = items.pages.mayHold() ? verbs.newHead(command) : 0;
            if (item == 0) {
                return storing.fail(command, Outcome.OUT_OF_MEMORY);
            }
            items.counters.reserved++;
            reservation.open(this, items.chunks, command, item, allocator.missing(item));
            items.pages.hold(reservation.heldBytes());
            return Outcome.STORED;
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    /** Gives the reservation a chunk more; false, and all but its head is free, if there is no memory for it. */
    boolean extend(Reservation reservation) {
        long head = reservation.item();
        long stamp = shard.guard().writeLock();
        try {
            long tail = items.pages.mayHold()
                    ? allocator.addTail(head, reservation.lastTail(), reservation.missing()) : 0;
            if (tail == 0) {
                items.freeTails(head);
                return false;
            }
            int length = items.chunks.payloadLength(tail);
            items.pages.hold(length);
            reservation.goOn(tail, length);
            return true;
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    Outcome commit(Reservation reservation, int nowSeconds, Result result) {
        Command command = reservation.command();
        long item = reservation.item();
        if (!reservation.isFailed()) {
            // Before the lock is taken: the value may be long, and nobody else knows the chunks yet.
            items.seals.body(item);
        }
        long stamp = shard.write(nowSeconds);
        try {
            letGo(reservation);
            if (!reservation.isFailed()) {
                return storing.store(command, result, item);
            }
            result.slabClass = storing.slabClass(command);
            Outcome failure = storing.fail(command, Outcome.OUT_OF_MEMORY);
            items.free(item);
            return failure;
        } finally {
            reservation.close();
            shard.guard().unlockWrite(stamp);
        }
    }

    void abort(Reservation reservation) {
        long stamp = shard.guard().writeLock();
        try {
            letGo(reservation);
            items.free(reservation.item());
        } finally {
            reservation.close();
            shard.guard().unlockWrite(stamp);
        }
    }

    private void letGo(Reservation reservation) {
        items.counters.reserved--;
        items.pages.hold(-reservation.heldBytes());
    }
}

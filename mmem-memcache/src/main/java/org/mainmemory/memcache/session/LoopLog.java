package org.mainmemory.memcache.session;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;
import org.mainmemory.memcache.store.ItemFacts;

/**
 * What one loop has to tell the {@link EventLog}: builds the lines, in memcached's words, and counts by prefix. Called
 * only if something is observed; then it may allocate. That loop's thread only.
 */
final class LoopLog {

    /** The longest line in bytes: a key of 250 bytes, each as %XX, and what is around it. */
    static final int MAX_LINE = 1024;

    private static final int MICROS_PER_SECOND = 1_000_000;

    private final EventLog log;
    private final Command own;
    private final Result result;
    private final LogRing ring;
    private final PrefixCounts prefixes;
    private final StringBuilder text = new StringBuilder(MAX_LINE);
    private final byte[] line = new byte[MAX_LINE];
    private volatile @Nullable EventLoop loop;
    private final Command kept = new Command();
    private Command command;
    private boolean meta;
    private long connection;
    private long written;
    private long dropped;

    LoopLog(EventLog log, Command command, Result result) {
        this.log = log;
        this.own = command;
        this.command = command;
        this.kept.keyBytes = MemorySegment.ofArray(new byte[Command.MAX_KEY_LENGTH]);
        this.result = result;
        this.ring = new LogRing(log.settings().workerBufferBytes());
        this.prefixes = new PrefixCounts(log.settings().prefixDelimiter());
        log.add(this);
    }

    /** What is observed; 0 if nothing is. */
    int observed() {
        return log.observed();
    }

    /** Notes whose turn it is. */
    void turnOf(long connectionNumber) {
        connection = connectionNumber;
    }

    /** Notes that the command at work is a meta command, or that it is not. */
    void meta(boolean isMeta) {
        meta = isMeta;
    }

    /** Notes that the command at work is another one than the loop's flyweight, and what it says, if it matters. */
    void about(Command other) {
        if (log.observed() != 0) {
            MemorySegment.copy(other.keyBytes, other.keyOffset, kept.keyBytes, 0, other.keyLength);
            kept.keyLength = other.keyLength;
            kept.exptimeSeconds = other.exptimeSeconds;
            kept.valueLength = other.valueLength;
            command = kept;
        }
    }

    /** Takes back {@link #about}. */
    void aboutOwn() {
        command = own;
    }

    /** A key was looked up. */
    void fetched(boolean hit, boolean counts) {
        int observed = log.observed();
        if (counts && !meta && (observed & EventLog.DETAIL) != 0) {
            prefixes.got(command, hit);
        }
        if ((observed & LogKind.FETCHERS.bit()) != 0) {
            itemGet(hit, hit ? result.slabClass : 0, hit ? result.valueLength : 0);
        }
    }

    /** A storage command is done: it looked the old item up, and stored or not. */
    void stored(Opcode opcode, Outcome outcome) {
        int observed = log.observed();
        if (!meta && (observed & EventLog.DETAIL) != 0) {
            prefixes.set(command);
        }
        boolean tried = outcome != Outcome.TOO_LARGE && outcome != Outcome.OUT_OF_MEMORY;
        if (tried && (observed & LogKind.FETCHERS.bit()) != 0) {
            itemGet(result.oldSlabClass != 0, result.oldSlabClass, result.oldValueLength);
        }
        if ((observed & LogKind.MUTATIONS.bit()) != 0) {
            int now = own.nowSeconds;
            int ttl = command.exptimeSeconds == 0 ? 0 : command.exptimeSeconds - now;
            int size = !tried ? 0
                    : outcome == Outcome.STORED ? result.valueLength : command.valueLength;
            begin("item_store").append(" key=");
            key();
            text.append(" status=").append(outcome.name().toLowerCase(Locale.ROOT).replace("out_of_", "no_"))
                    .append(" cmd=").append(opcode.name().toLowerCase(Locale.ROOT))
                    .append(" ttl=").append(Integer.toUnsignedString(ttl))
                    .append(" clsid=").append(result.slabClass)
                    .append(" cfd=").append(connection)
                    .append(" size=").append(size);
            end(LogKind.MUTATIONS);
        }
    }

    /** A delete is done. */
    void deleted(Outcome outcome) {
        int observed = log.observed();
        if (!meta && (observed & EventLog.DETAIL) != 0) {
            prefixes.deleted(command);
        }
        boolean found = outcome != Outcome.NOT_FOUND;
        if ((observed & LogKind.FETCHERS.bit()) != 0) {
            itemGet(found, found ? result.slabClass : 0, found ? result.valueLength : 0);
        }
        if (outcome == Outcome.DELETED && (observed & LogKind.DELETIONS.bit()) != 0) {
            begin("deleted").append(" key=");
            key();
            text.append(" cmd=").append(meta ? "md" : "delete").append(" clsid=").append(result.slabClass)
                    .append(" size=").append(result.valueLength);
            end(LogKind.DELETIONS);
        }
    }

    /** An item was evicted. Under its shard's lock. */
    void evicted(ItemFacts item, int nowSeconds) {
        begin("eviction").append(" key=");
        UriKey.append(item.memory(), item.keyOffset(), item.keyLength(), text);
        text.append(" fetch=").append(item.isFetched() ? "yes" : "no")
                .append(" ttl=").append(item.exptime() == 0 ? -1 : item.exptime() - nowSeconds)
                .append(" la=").append(nowSeconds - item.lastUse())
                .append(" clsid=").append(item.slabClass())
                .append(" size=").append(item.valueLength());
        end(LogKind.EVICTIONS);
    }

    /** A connection was opened; or closed, for a reason. */
    void connection(Connection peer, long number, @Nullable String closeReason) {
        if ((log.observed() & LogKind.CONNEVENTS.bit()) == 0) {
            return;
        }
        begin(closeReason == null ? "conn_new" : "conn_close");
        if (peer.remoteAddress() instanceof InetSocketAddress tcp && tcp.getAddress() != null) {
            text.append(" rip=").append(AddressText.of(tcp.getAddress()))
                    .append(" rport=").append(tcp.getPort()).append(" transport=tcp");
        } else {
            text.append(" rip=unix rport=0 transport=local");
        }
        if (closeReason != null) {
            text.append(" reason=").append(closeReason);
        }
        text.append(" cfd=").append(number);
        end(LogKind.CONNEVENTS);
    }

    private void itemGet(boolean found, int slabClass, int size) {
        begin("item_get").append(" key=");
        key();
        text.append(found ? " status=found clsid=" : " status=not_found clsid=").append(slabClass)
                .append(" cfd=").append(connection)
                .append(" size=").append(size);
        end(LogKind.FETCHERS);
    }

    private void key() {
        MemorySegment bytes = command.keyBytes;
        UriKey.append(bytes, command.keyOffset, command.keyLength, text);
    }

    private StringBuilder begin(String type) {
        Instant now = Instant.now();
        text.setLength(0);
        return text.append("ts=").append(now.getEpochSecond()).append('.')
                .append(now.getNano() / (1_000_000_000 / MICROS_PER_SECOND))
                .append(" gid=").append(log.nextGid()).append(" type=").append(type);
    }

    private void end(LogKind kind) {
        text.append('\n');
        int length = Math.min(text.length(), MAX_LINE);
        for (int i = 0; i < length; i++) {
            line[i] = (byte) text.charAt(i);
        }
        if (ring.offer(line, length, kind.bit())) {
            written++;
            log.wakeRelay();
        } else {
            dropped++;
        }
    }

    /** Says which loop it is that tells. */
    void liveOn(EventLoop own) {
        loop = own;
    }

    /** Whether the caller is on this loop. */
    boolean isCurrent() {
        EventLoop own = loop;
        return own == null || own.isLoopThread();
    }

    LogRing ring() {
        return ring;
    }

    PrefixCounts prefixes() {
        return prefixes;
    }

    /** Lines written. */
    long written() {
        return written;
    }

    /** Lines for which there was no room. */
    long dropped() {
        return dropped;
    }
}

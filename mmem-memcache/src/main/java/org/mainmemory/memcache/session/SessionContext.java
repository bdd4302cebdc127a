package org.mainmemory.memcache.session;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Exptime;
import org.mainmemory.memcache.command.Result;
import org.mainmemory.memcache.protocol.text.TextDecoder;
import org.mainmemory.memcache.protocol.text.TextLogin;
import org.mainmemory.memcache.protocol.text.TextReplies;
import org.mainmemory.memcache.store.Store;

/**
 * What the sessions of one loop share: flyweights, counters and spare phases. A session may rely on nothing in here
 * from one turn to the next. That loop's thread only, but for reading the counters.
 */
final class SessionContext {

    final ServerState server;
    final Store store;
    final Command command = new Command();
    final Result result = new Result();
    final TextDecoder decoder = new TextDecoder();
    final TextLogin textLogin = new TextLogin();
    final TextReplies replies = new TextReplies();
    final TextItemReader reader = new TextItemReader(command, replies);
    final SessionCounters counters = new SessionCounters();
    final LoopLog log;
    final OutcomeCounts counts;
    final KeysAhead keysAhead;
    final Spares<Retrieval> retrievals;
    final Spares<Receiving> receivings = new Spares<>(() -> new Receiving(this));
    final Spares<Swallowing> swallowings = new Spares<>(() -> new Swallowing(this));
    final PinnedSending pinnedSending = new PinnedSending();
    final Spares<SendingValue> sendings = new Spares<>(() -> new SendingValue(this));
    final KeyCommands keyCommands;
    final MetaCommands metaCommands;
    final AdminCommands adminCommands;
    final BinaryCommands binaryCommands;

    private final LongSupplier nowNanos;

    /** What clients may hold, null if that is not bounded. */
    private @Nullable ClientMemory memory;

    /** Requests that the session may still answer in this turn. */
    int requestsLeft;

    /** The context of one loop; {@code nowNanos} is what its clock shows in the current turn. */
    SessionContext(ServerState server, LongSupplier nowNanos) {
        this.server = server;
        this.nowNanos = nowNanos;
        this.store = server.store();
        this.log = new LoopLog(server.log(), command, result);
        this.counts = new OutcomeCounts(counters, result, log);
        this.keysAhead = new KeysAhead(decoder, store.itemsAhead());
        this.retrievals = server.settings().readBufferLimitBytes() > 0
                ? new Spares<>(() -> new BoundedRetrieval(this))
                : new Spares<>(() -> new Retrieval(this));
        this.keyCommands = new KeyCommands(this);
        this.metaCommands = new MetaCommands(this);
        this.adminCommands = new AdminCommands(this);
        this.binaryCommands = new BinaryCommands(this);
    }

    /** Sets the clock, and gives the session whose turn it is its share of requests. */
    void beginTurn() {
        command.nowSeconds = server.clock().secondsAt(nowNanos.getAsLong());
        requestsLeft = server.requestsPerTurn();
        if (memory != null) {
            requestsLeft = memory.begin(requestsLeft);
        }
    }

    /** Bounds what clients may hold by what {@code buffers} may lend. Before the first turn. */
    void bound(BufferPool buffers) {
        memory = new ClientMemory(buffers, server.settings().reqsPerEvent() > 0);
    }

    /** What clients may hold, null if that is not bounded. */
    @Nullable ClientMemory memory() {
        return memory;
    }

    /** Whether there is room for more replies to one request in this turn. */
    boolean takesReplies(int count) {
        int left = memory == null ? requestsLeft : memory.takeReplies(count, requestsLeft);
        if (left < 0) {
            return false;
        }
        requestsLeft = left;
        return true;
    }

    /** Puts the exptime that the client sent on the server's clock. */
    void deriveExptime() {
        command.exptimeSeconds = onClock(command.rawExptime);
    }

    /** Puts the exptime for an item that has to be created on the server's clock. */
    void deriveVivifyExptime() {
        command.vivifyExptimeSeconds = onClock(command.rawVivifyExptime);
    }

    private int onClock(long rawExptime) {
        return Exptime.toClock(rawExptime, command.nowSeconds, server.clock().startUnixSeconds());
    }

    /** Puts the exptime below which an item is to be renewed on the server's clock. */
    void deriveRecache() {
        command.recacheSeconds = onClock(command.rawRecache);
    }

    /** Whether a text client may come in with these; counts that it tried. */
    boolean admits(byte[] user, byte[] password) {
        PasswordFile passwords = server.settings().textPasswords();
        boolean admitted = passwords != null && passwords.admits(user, password);
        counters.count(Counter.AUTH_CMDS);
        if (!admitted) {
            counters.count(Counter.AUTH_ERRORS);
        }
        return admitted;
    }

    /** Phases in use. */
    int openPhases() {
        return retrievals.taken() + receivings.taken() + swallowings.taken() + sendings.taken()
                + binaryCommands.openPhases();
    }
}

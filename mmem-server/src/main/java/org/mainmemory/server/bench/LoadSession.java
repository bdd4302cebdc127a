package org.mainmemory.server.bench;

import java.io.IOException;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Session;
import org.mainmemory.core.net.Turn;

/** One conversation of the load: has replies checked, asks for more, writes requests. The loop's thread. */
final class LoadSession implements Session {

    private final LoadLoop load;
    private final Connection connection;
    private final Pending pending;
    private final ReplyReader replies;
    private final RequestWriter requests;

    /** Whether the tally says already why the connection is of no use any more. */
    private boolean broken;

    LoadSession(LoadLoop load, Connection connection, LoadSettings settings, Tally tally) {
        this.load = load;
        this.connection = connection;
        this.pending = new Pending(settings.depth(), settings.mix().keysPerGet());
        this.replies = settings.dialect().reader(new ReplyChecks(settings, pending, tally));
        this.requests = new RequestWriter(settings.dialect().spelling(settings), settings.payload(), pending);
    }

    /** Requests that wait for their replies. */
    int unanswered() {
        return pending.count();
    }

    /** Whether {@link #request} may be called. */
    boolean hasRoom() {
        return !pending.isFull();
    }

    /** The request that {@code request} stands at is to be written; its latency counts from {@code startNanos}. */
    void request(RequestSource request, long startNanos) {
        pending.add(request, startNanos);
    }

    /** Has what was requested written soon. Outside a turn. */
    void wake() {
        connection.resume();
    }

    /** Closes the connection. */
    void close() {
        connection.close();
    }

    @Override
    public Turn onInput(InputBuffer input, OutputBuffer output) {
        if (!replies.read(input, System.nanoTime())) {
            broken = true;
            return Turn.CLOSE;
        }
        load.keepBusy(this);
        while (!requests.write(output)) {
            if (!connection.flush()) {
                return Turn.BLOCKED;
            }
        }
        return Turn.READ;
    }

    @Override
    public Turn onEndOfInput(InputBuffer input, OutputBuffer output) {
        broken = true;
        load.lost("the server closed the connection");
        return Turn.CLOSE;
    }

    @Override
    public void onClose() {
        if (!broken) {
            IOException reason = connection.lost();
            load.lost(reason == null ? "it is closed" : String.valueOf(reason.getMessage()));
        }
        load.closed(this);
    }
}

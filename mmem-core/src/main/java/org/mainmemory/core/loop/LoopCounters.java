package org.mainmemory.core.loop;

/**
 * What one loop has counted since it was made. Plain fields: the loop's thread writes them, any thread may read them
 * and sees each a moment late. {@link LoopGroup#sum} folds those of several loops.
 *
 * <p>The fields have their cache lines to themselves, so that loops do not slow each other down by counting.
 */
public final class LoopCounters extends LoopCounterFields {

    // Behind the fields, as LoopCountersPadding is before them.
    @SuppressWarnings("unused")
    private long behind1, behind2, behind3, behind4, behind5, behind6, behind7, behind8,
            behind9, behind10, behind11, behind12, behind13, behind14, behind15, behind16;

    LoopCounters() {
    }

    /** Duty cycles. */
    public long turns() {
        return turns;
    }

    /** Turns that were allowed to sleep. */
    public long sleeps() {
        return sleeps;
    }

    /** Steps of tasks. */
    public long steps() {
        return steps;
    }

    /** Tasks taken from the inbox. */
    public long posts() {
        return posts;
    }

    /** Steps that ended in an exception, sessions of connections included. */
    public long failures() {
        return failures;
    }

    /** Bytes read, from connections and in datagrams. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Bytes written, to connections and in datagrams. */
    public long bytesWritten() {
        return bytesWritten;
    }

    /** Connections that came to live on the loop. */
    public long connectionsOpened() {
        return connectionsOpened;
    }

    /** Those of {@link #connectionsOpened} that are closed. */
    public long connectionsClosed() {
        return connectionsClosed;
    }

    /** Connections turned away because there were as many as allowed. */
    public long connectionsRefused() {
        return connectionsRefused;
    }

    /** TLS handshakes in which keys were agreed on anew: those that resumed a session are not counted. */
    public long tlsSessions() {
        return tlsSessions;
    }

    /** TLS handshakes that failed or took too long. */
    public long tlsHandshakeErrors() {
        return tlsHandshakeErrors;
    }

    /** TLS connections that ended because of what the peer sent after the handshake. */
    public long tlsProtocolErrors() {
        return tlsProtocolErrors;
    }

    /** Datagrams received. */
    public long datagramsRead() {
        return datagramsRead;
    }

    /** Datagrams sent. */
    public long datagramsWritten() {
        return datagramsWritten;
    }

    /** Replies to datagrams that were given up before all of them was sent, because the system refused to send it. */
    public long repliesLost() {
        return repliesLost;
    }

    /** Replies to datagrams that had to wait until the socket took more. */
    public long repliesHeld() {
        return repliesHeld;
    }

    /** Counts a step that ended in an exception. */
    public void countFailure() {
        failures++;
    }

    /** Counts bytes read from a connection. */
    public void countRead(int bytes) {
        bytesRead += bytes;
    }

    /** Counts bytes written to a connection. */
    public void countWritten(int bytes) {
        bytesWritten += bytes;
    }

    /** Counts a connection that came to live on the loop. */
    public void countOpened() {
        connectionsOpened++;
    }

    /** Counts a connection closed. */
    public void countClosed() {
        connectionsClosed++;
    }

    /** Counts a connection turned away. */
    public void countRefused() {
        connectionsRefused++;
    }

    /** Counts a TLS handshake that resumed no session. */
    public void countTlsSession() {
        tlsSessions++;
    }

    /** Counts a TLS handshake that failed. */
    public void countTlsHandshakeError() {
        tlsHandshakeErrors++;
    }

    /** Counts a TLS connection that ended because of what the peer sent. */
    public void countTlsProtocolError() {
        tlsProtocolErrors++;
    }

    /** Counts a datagram received. */
    public void countDatagramRead(int bytes) {
        bytesRead += bytes;
        datagramsRead++;
    }

    /** Counts a datagram sent. */
    public void countDatagramWritten(int bytes) {
        bytesWritten += bytes;
        datagramsWritten++;
    }

    /** Counts a reply given up. */
    public void countReplyLost() {
        repliesLost++;
    }

    /** Counts a reply that has to wait. */
    public void countReplyHeld() {
        repliesHeld++;
    }
}

package org.mainmemory.memcache.session;

/**
 * What the network has to tell {@code stats}, at one moment.
 *
 * @param currConnections connections open
 * @param totalConnections connections accepted
 * @param rejectedConnections connections refused because there were too many
 * @param bytesRead bytes received
 * @param bytesWritten bytes sent
 * @param buffers blocks that hold requests and replies of which a part waits
 * @param bufferBytes their size, and what else counts as such
 * @param freeBufferBytes size of blocks that are kept for such
 * @param bufferRefusals times that there was no room for one
 * @param acceptPauses times that accepting had to pause
 * @param acceptPausedMicros how long they lasted in all, in microseconds
 * @param tlsSessions TLS handshakes that resumed no session
 * @param tlsHandshakeErrors TLS handshakes that failed
 * @param tlsProtocolErrors TLS connections that ended because of what the client sent
 * @param accepting whether connections are accepted now
 */
record Traffic(
        long currConnections,
        long totalConnections,
        long rejectedConnections,
        long bytesRead,
        long bytesWritten,
        long buffers,
        long bufferBytes,
        long freeBufferBytes,
        long bufferRefusals,
        long acceptPauses,
        long acceptPausedMicros,
        long tlsSessions,
        long tlsHandshakeErrors,
        long tlsProtocolErrors,
        boolean accepting) {

    /** Before anything happened. */
    static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true);

    /** The same with its counts taken from {@code base} on; what is so now stays. */
    Traffic since(Traffic base) {
        return new Traffic(
                currConnections,
                totalConnections - base.totalConnections,
                rejectedConnections - base.rejectedConnections,
                bytesRead - base.bytesRead,
                bytesWritten - base.bytesWritten,
                buffers,
                bufferBytes,
                freeBufferBytes,
                bufferRefusals - base.bufferRefusals,
                acceptPauses - base.acceptPauses,
                acceptPausedMicros - base.acceptPausedMicros,
                tlsSessions - base.tlsSessions,
                tlsHandshakeErrors - base.tlsHandshakeErrors,
                tlsProtocolErrors - base.tlsProtocolErrors,
                accepting);
    }
}

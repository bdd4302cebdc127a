package org.mainmemory.core.net;

import java.nio.ByteBuffer;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * What is answered at a UDP socket, as a server writes it: each datagram is a request of its own, from whomever it
 * comes, and nothing is kept from one to the next. All calls come on the socket's loop, one at a time.
 */
public interface DatagramSession {

    /**
     * Answers one datagram. The reply is what was moved by {@link DatagramPort#flush} and what is in {@code output}
     * when the call returns; if that is nothing, nothing is sent. What is left of {@code datagram} is dropped.
     */
    void onDatagram(InputBuffer datagram, OutputBuffer output);

    /** How replies become datagrams. Asked once. */
    default DatagramShape shape() {
        return DatagramShape.PLAIN;
    }

    /**
     * Writes the header of a datagram of the reply, {@link DatagramShape#headerBytes} from {@code target}'s position.
     * May be asked for again if the datagram could not be sent at once.
     *
     * @param index which datagram it is, from 0
     * @param count how many the reply has
     */
    default void putHeader(ByteBuffer target, int index, int count) {
    }

    /** The socket is closed, or the session has failed and another one takes its place. */
    default void onClose() {
    }
}

package org.mainmemory.core.net;

/** A server of datagrams, seen from the network: it opens a {@link DatagramSession} for each of its sockets. */
@FunctionalInterface
public interface DatagramProtocol {

    /** Opens the session of a socket. Called on the loop that the socket lives on. */
    DatagramSession open(DatagramPort port);
}

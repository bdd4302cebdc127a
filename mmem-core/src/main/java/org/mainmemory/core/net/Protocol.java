package org.mainmemory.core.net;

/** A server, seen from the network: it opens a {@link Session} for each connection. The SPI's entry. */
@FunctionalInterface
public interface Protocol {

    /** Opens the session of a new connection. Called on the loop that the connection will live on. */
    Session open(Connection connection);
}

/**
 * Sockets on a loop: listeners that accept, connections that carry bytes, datagrams, and the SPI a server implements
 * ({@code Protocol} opens a {@code Session} for each connection, {@code DatagramProtocol} a {@code DatagramSession} for
 * each UDP socket). An endpoint may have TLS, which its sessions do not notice.
 *
 * <p>A connection lives on one loop for life; everything about it happens on that loop's thread.
 */
@NullMarked
package org.mainmemory.core.net;

import org.jspecify.annotations.NullMarked;

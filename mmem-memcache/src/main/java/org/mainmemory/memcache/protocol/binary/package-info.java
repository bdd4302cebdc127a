/**
 * memcached's binary protocol: packets to a {@code Command}, outcomes to packets.
 *
 * <p>Called by the session on its loop's thread. Knows no store and no socket, and keeps no state between requests:
 * a packet that is not complete yet is read again from its first byte.
 */
@NullMarked
package org.mainmemory.memcache.protocol.binary;

import org.jspecify.annotations.NullMarked;

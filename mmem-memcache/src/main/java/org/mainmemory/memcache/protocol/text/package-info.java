/**
 * memcached's classic text protocol: bytes to a {@code Command}, outcomes to bytes.
 *
 * <p>Called by the session on its loop's thread. Knows no store and no socket, and keeps no state between requests:
 * a line that is not complete yet is read again from its first byte.
 */
@NullMarked
package org.mainmemory.memcache.protocol.text;

import org.jspecify.annotations.NullMarked;

/**
 * memcached's meta commands: bytes to a {@code Command} and what the client wants to be told, outcomes to bytes.
 *
 * <p>They are spelt in lines of the text protocol and live beside its classic commands; lines, words and numbers are
 * read with the text protocol's own means. Called by the session on its loop's thread. Knows no store and no socket,
 * and keeps no state between requests.
 */
@NullMarked
package org.mainmemory.memcache.protocol.meta;

import org.jspecify.annotations.NullMarked;

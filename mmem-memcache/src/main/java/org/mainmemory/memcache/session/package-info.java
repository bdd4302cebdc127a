/**
 * The conversation with a client: decode, ask the store, reply; admin verbs and statistics; the embeddable server.
 *
 * <p>{@code MemcacheServer} starts it, the network calls a {@code MemcacheSession} per connection, each on the loop
 * that the connection lives on. Sessions of one loop share that loop's {@code SessionContext} and nothing else.
 */
@NullMarked
package org.mainmemory.memcache.session;

import org.jspecify.annotations.NullMarked;

/**
 * Where items live: shards, slab pages and chunks, the index, eviction and expiry. {@code Store} is its face.
 *
 * <p>It knows no protocol and no socket. Sessions call it on their own loop; shards guard themselves.
 */
@NullMarked
package org.mainmemory.memcache.store;

import org.jspecify.annotations.NullMarked;

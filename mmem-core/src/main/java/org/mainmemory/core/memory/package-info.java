/**
 * Bytes outside the Java heap: the region a store lives in, the buffers sockets fill and drain, numbers in ASCII.
 *
 * <p>Called by every other package. Nothing here starts, names or guards against a thread: each object belongs to
 * whoever holds it.
 */
@NullMarked
package org.mainmemory.core.memory;

import org.jspecify.annotations.NullMarked;

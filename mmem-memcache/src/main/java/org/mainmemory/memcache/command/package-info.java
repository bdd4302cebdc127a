/**
 * The vocabulary that protocols, store and sessions share: what is asked ({@code Command}), what came of it
 * ({@code Outcome}, {@code Result}), what an exptime means, how a key is hashed.
 *
 * <p>A leaf: it knows none of the packages that use it. Flyweights belong to one loop; the rest is stateless.
 */
@NullMarked
package org.mainmemory.memcache.command;

import org.jspecify.annotations.NullMarked;

/**
 * Fibers: sequential code that runs on an event loop, and whose waiting holds nobody up.
 *
 * <p>A {@link org.mainmemory.core.fiber.Fiber} is a virtual thread whose scheduler is its loop;
 * {@link org.mainmemory.core.fiber.FiberConnection} is what it reads and writes. What it calls parks the fiber, never
 * the loop. The JVM needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}, or
 * {@code Add-Opens: java.base/java.lang} in the manifest of an executable jar; without it starting a fiber fails and
 * says so.
 */
@NullMarked
package org.mainmemory.core.fiber;

import org.jspecify.annotations.NullMarked;

/**
 * The few calls of the C library that Java has no words for: who the process is, what it may open and do,
 * what keeps its memory, whether it belongs to a terminal, how its threads are scheduled. Linux and macOS.
 *
 * <p>The main thread calls them, most while it starts the server. Each call is looked up when it is first used, which
 * takes milliseconds: a start that needs none pays for none.
 */
@NullMarked
package org.mainmemory.server.posix;

import org.jspecify.annotations.NullMarked;

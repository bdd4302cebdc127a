/**
 * The program: command line to settings to a running server, its log, its signals, its exit code.
 *
 * <p>{@code Main} runs on the main thread, starts the loops, and waits for the end.
 */
@NullMarked
package org.mainmemory.server;

import org.jspecify.annotations.NullMarked;

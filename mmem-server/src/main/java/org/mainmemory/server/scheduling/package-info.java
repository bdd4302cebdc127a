/**
 * How the loops of a busy server get along with the operating system's scheduler.
 *
 * <p>The main thread, while it waits for the end, calls {@code LoopCare} once a second. That looks what the loops do,
 * and has their slices shortened, their metronomes beat, and their threads run in real time. A metronome is a thread of
 * its own.
 */
@NullMarked
package org.mainmemory.server.scheduling;

import org.jspecify.annotations.NullMarked;

/**
 * How the loops of a busy server get along with the operating system's scheduler: {@code LoopCare} looks once a second
 * what they do, and has their slices shortened and their metronomes beat.
 */
@NullMarked
package org.mainmemory.server.scheduling;

import org.jspecify.annotations.NullMarked;

/**
 * Event loops: one thread, one selector and one duty cycle each, and groups of them.
 *
 * <p>Everything that happens on a loop is a {@link org.mainmemory.core.task.Task}. Other threads hand work over with
 * {@code EventLoop.post}.
 */
@NullMarked
package org.mainmemory.core.loop;

import org.jspecify.annotations.NullMarked;

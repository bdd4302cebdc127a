/**
 * Units of work and where they wait: a {@link org.mainmemory.core.task.Task} runs a bounded step at a time and stands
 * in a queue, in the inbox of another thread's loop, or behind a timer in between.
 *
 * <p>The event loop runs tasks; everything here but {@code Inbox.post} belongs to the loop's thread.
 */
@NullMarked
package org.mainmemory.core.task;

import org.jspecify.annotations.NullMarked;

package org.mainmemory.core.loop;

/**
 * Somebody who lives on a loop and must leave before it ends, as fibers do. A loop that stops waits for those who are
 * busy for as long as it was told, then asks all to leave, and keeps turning until they are gone, for a second at
 * most. All calls come on the loop's thread.
 */
public interface Resident {

    /** Whether it has something to finish that a graceful stop waits for. */
    boolean isBusy();

    /** Whether nothing of it is left on the loop. */
    boolean isGone();

    /** Asks it to leave. */
    void leave();

    /** It was given its time and is not gone; no step of the loop comes after this one. */
    void abandon();
}

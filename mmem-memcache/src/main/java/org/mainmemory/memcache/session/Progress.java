package org.mainmemory.memcache.session;

import org.mainmemory.core.net.Turn;

/** How a step of a conversation ended: on to the next one, or the turn is over. */
enum Progress {
    /** The step is complete; the next one may begin. */
    ON(Turn.AGAIN),
    /** More input is needed. */
    READ(Turn.READ),
    /** Others on the loop come first. */
    AGAIN(Turn.AGAIN),
    /** The output must drain first. */
    BLOCKED(Turn.BLOCKED),
    /** The conversation is over. */
    CLOSE(Turn.CLOSE);

    private final Turn turn;

    Progress(Turn turn) {
        this.turn = turn;
    }

    /** The same in the network's words. */
    Turn turn() {
        return turn;
    }
}

package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;

/**
 * A command that could not be finished in one go, and what is needed to go on with it. A session that awaits a command
 * has none. The loop's {@link SessionContext} keeps spare ones, so that none is made per request.
 */
interface Phase {

    /** Goes on. After {@link Progress#ON} the command is complete and the phase is done with. */
    Progress resume(Connection connection, InputBuffer in, OutputBuffer out);

    /** Whether it goes on for several turns even if nothing keeps it waiting, or does not end at all. */
    default boolean takesTurns() {
        return false;
    }

    /** What {@code stats conns} calls the state of the connection meanwhile. */
    default String state() {
        return "conn_mwrite";
    }

    /** Lets go of all that is held and makes itself available again. Called once, when the phase is done with. */
    void end();
}

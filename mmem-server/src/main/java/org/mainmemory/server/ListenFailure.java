package org.mainmemory.server;

import java.io.IOException;
import org.mainmemory.core.net.ListenException;
import org.mainmemory.server.options.ServerSettings;
import org.mainmemory.server.options.StartFailure;

/** memcached's words for a port or socket that cannot be opened. */
final class ListenFailure {

    private ListenFailure() {
    }

    /** The failure to tell the user; its last words are the system's. */
    static StartFailure of(ServerSettings.Listening listening, IOException cause) {
        String where;
        if (listening.unixSocket() != null) {
            where = "UNIX socket: " + listening.unixSocket();
        } else if (listening.interfaces() != null) {
            where = "one of interface(s) " + listening.interfaces();
        } else if (cause instanceof ListenException failed && failed.endpoint().isDatagram()) {
            where = "UDP port " + listening.udpPort();
        } else {
            where = "TCP port " + listening.port();
        }
        return new StartFailure(StartFailure.OS_ERROR, "failed to listen on " + where + ": " + why(cause));
    }

    /** Several failures may be wrapped in one another: the innermost has the system's words. */
    private static String why(IOException cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.toString() : message;
    }
}

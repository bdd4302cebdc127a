package org.mainmemory.memcache.session;

import java.io.IOException;
import java.io.PushbackInputStream;

/** A connection to a server, for tests: bytes go out, replies come in. */
interface Wire extends AutoCloseable {

    /** Sends all of {@code bytes} at once. */
    void send(byte[] bytes) throws IOException;

    /** What the server says. */
    PushbackInputStream replies() throws IOException;

    @Override
    void close() throws IOException;
}

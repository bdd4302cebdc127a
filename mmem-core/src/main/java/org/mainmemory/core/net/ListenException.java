package org.mainmemory.core.net;

import java.io.IOException;

/**
 * A server cannot listen at one of its endpoints. The message says where and gives the reason, the cause's message is
 * the system's reason alone, such as "Address already in use".
 */
public final class ListenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Endpoint endpoint;

    ListenException(Endpoint endpoint, IOException cause) {
        super("cannot listen at " + (endpoint.isDatagram() ? "UDP " : "") + endpoint.address() + ": "
                + cause.getMessage(), cause);
        this.endpoint = endpoint;
    }

    /** Where it cannot listen. */
    public Endpoint endpoint() {
        return endpoint;
    }
}

package org.mainmemory.core.net.tls;

import java.time.Duration;
import javax.net.ssl.SSLEngine;

/** How one side of connections speaks TLS: a server's or a client's. */
public sealed interface TlsSide permits TlsSettings, TlsClientSettings {

    /** An engine for this side of a new connection. */
    SSLEngine newEngine();

    /** How long a handshake may last. */
    Duration handshakeLimit();
}

package org.mainmemory.core.net.tls;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How an endpoint speaks TLS.
 *
 * @param context what certificate and key to show, whom to trust; asked for each connection, so that another answer
 *     counts for those that come from then on. Sessions are the context's: a client may resume one, which spares both
 *     sides most of a handshake, on a connection with the same context
 * @param protocols which versions, as Java names them: {@code TLSv1.3}, {@code TLSv1.2}
 * @param cipherSuites which suites, best first, as Java names them; empty for Java's own choice
 * @param clientAuth whether clients show a certificate
 * @param handshakeLimit how long a handshake may last
 */
public record TlsSettings(
        Supplier<SSLContext> context,
        List<String> protocols,
        List<String> cipherSuites,
        ClientAuth clientAuth,
        Duration handshakeLimit) implements TlsSide {

    /** Memory that a loop needs for its TLS connections, in bytes: its buffers, whose number is the loop's. */
    public static final int BYTES_PER_LOOP = 192 << 10;

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    /** With its own copies of the lists. */
    public TlsSettings {
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** TLS 1.2 and 1.3 with Java's suites, no client certificates, ten seconds for a handshake. */
    public static TlsSettings of(Supplier<SSLContext> context) {
        return new TlsSettings(context, PROTOCOLS, List.of(), ClientAuth.NONE, HANDSHAKE_LIMIT);
    }

    /** These settings with other versions. */
    public TlsSettings withProtocols(List<String> names) {
        return new TlsSettings(context, names, cipherSuites, clientAuth, handshakeLimit);
    }

    /** These settings with other cipher suites. */
    public TlsSettings withCipherSuites(List<String> names) {
        return new TlsSettings(context, protocols, names, clientAuth, handshakeLimit);
    }

    /** These settings with other demands on clients. */
    public TlsSettings withClientAuth(ClientAuth demand) {
        return new TlsSettings(context, protocols, cipherSuites, demand, handshakeLimit);
    }

    /** These settings with another limit for handshakes. */
    public TlsSettings withHandshakeLimit(Duration limit) {
        return new TlsSettings(context, protocols, cipherSuites, clientAuth, limit);
    }

    @Override
    public SSLEngine newEngine() {
        SSLEngine engine = context.get().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
        }
        parameters.setUseCipherSuitesOrder(true);
        switch (clientAuth) {
            case NONE -> parameters.setNeedClientAuth(false);
            case WANT -> parameters.setWantClientAuth(true);
            case NEED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}

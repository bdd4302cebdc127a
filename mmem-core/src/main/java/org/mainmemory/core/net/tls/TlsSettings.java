package org.mainmemory.core.net.tls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;

/**
 * How an endpoint speaks TLS.
 *
 * @param context what certificate and key to show, whom to trust; asked for each connection, so that another answer
 *     counts for those that come from then on
 * @param protocols which versions, as Java names them: {@code TLSv1.3}, {@code TLSv1.2}
 * @param cipherSuites which suites, best first, as Java names them; empty for Java's own choice
 * @param clientAuth whether clients show a certificate
 * @param sessionCache whether a client may resume a session, which spares both sides most of a handshake. What of a
 *     session is kept lies with the context: settings that share one should agree
 * @param handshakeLimit how long a handshake may last
 */
public record TlsSettings(
        Supplier<SSLContext> context,
        List<String> protocols,
        List<String> cipherSuites,
        ClientAuth clientAuth,
        boolean sessionCache,
        Duration handshakeLimit) {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    /** Sessions that last longer than TLS allows a ticket to (7 days) are given no ticket. */
    private static final int TOO_LONG_FOR_TICKETS = (int) TimeUnit.DAYS.toSeconds(8);

    /** With its own copies of the lists. */
    public TlsSettings {
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** TLS 1.2 and 1.3 with Java's suites, no client certificates, no session cache, ten seconds for a handshake. */
    public static TlsSettings of(Supplier<SSLContext> context) {
        return new TlsSettings(context, PROTOCOLS, List.of(), ClientAuth.NONE, false, HANDSHAKE_LIMIT);
    }

    /** These settings with other versions. */
    public TlsSettings withProtocols(List<String> names) {
        return new TlsSettings(context, names, cipherSuites, clientAuth, sessionCache, handshakeLimit);
    }

    /** These settings with other cipher suites. */
    public TlsSettings withCipherSuites(List<String> names) {
        return new TlsSettings(context, protocols, names, clientAuth, sessionCache, handshakeLimit);
    }

    /** These settings with other demands on clients. */
    public TlsSettings withClientAuth(ClientAuth demand) {
        return new TlsSettings(context, protocols, cipherSuites, demand, sessionCache, handshakeLimit);
    }

    /** These settings with a session cache or without. */
    public TlsSettings withSessionCache(boolean wanted) {
        return new TlsSettings(context, protocols, cipherSuites, clientAuth, wanted, handshakeLimit);
    }

    /** These settings with another limit for handshakes. */
    public TlsSettings withHandshakeLimit(Duration limit) {
        return new TlsSettings(context, protocols, cipherSuites, clientAuth, sessionCache, limit);
    }

    /** An engine for the server's side of a new connection. */
    public SSLEngine newEngine() {
        SSLContext current = context.get();
        if (!sessionCache) {
            giveNoTickets(current.getServerSessionContext());
        }
        SSLEngine engine = current.createSSLEngine();
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

    private static void giveNoTickets(SSLSessionContext sessions) {
        if (sessions.getSessionTimeout() != TOO_LONG_FOR_TICKETS) {
            sessions.setSessionTimeout(TOO_LONG_FOR_TICKETS);
        }
    }
}

package org.mainmemory.core.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How connections to other servers speak TLS.
 *
 * @param context whom to trust, and what certificate to show if the server wants one; asked for each connection
 * @param serverName the name that the server's certificate must bear, told to the server as well; null to take any
 * @param protocols which versions, as Java names them: {@code TLSv1.3}, {@code TLSv1.2}
 * @param handshakeLimit how long a handshake may last
 */
public record TlsClientSettings(
        Supplier<SSLContext> context,
        @Nullable String serverName,
        List<String> protocols,
        Duration handshakeLimit) implements TlsSide {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    /** With its own copy of the list. */
    public TlsClientSettings {
        protocols = List.copyOf(protocols);
    }

    /** TLS 1.2 and 1.3 with whom {@code context} trusts, if the certificate bears {@code serverName}. */
    public static TlsClientSettings of(Supplier<SSLContext> context, @Nullable String serverName) {
        return new TlsClientSettings(context, serverName, PROTOCOLS, HANDSHAKE_LIMIT);
    }

    /**
     * The same with those for whom one of the certificates in the PEM file {@code authorities} vouches.
     *
     * @throws CertificateFileException if the file is no such file
     */
    public static TlsClientSettings trusting(Path authorities, @Nullable String serverName)
            throws CertificateFileException {
        try {
            SSLContext context = context(CertificateFiles.trust(authorities));
            return of(() -> context, serverName);
        } catch (CertificateFileException e) {
            throw e;
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateFileException("Error validating the CA certificate: " + e.getMessage());
        }
    }

    /** The same with anybody: the wire is secret from those who only listen. For measuring and tests. */
    public static TlsClientSettings trustingAnybody() {
        try {
            SSLContext context = context(List.of(new TrustsAnybody()));
            return of(() -> context, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static SSLContext context(List<TrustManager> trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.toArray(TrustManager[]::new), null);
        return context;
    }

    /** These settings with other versions. */
    public TlsClientSettings withProtocols(List<String> names) {
        return new TlsClientSettings(context, serverName, names, handshakeLimit);
    }

    /** These settings with another limit for handshakes. */
    public TlsClientSettings withHandshakeLimit(Duration limit) {
        return new TlsClientSettings(context, serverName, protocols, limit);
    }

    @Override
    public SSLEngine newEngine() {
        SSLEngine engine = serverName == null
                ? context.get().createSSLEngine()
                : context.get().createSSLEngine(serverName, -1);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        if (serverName != null) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}

package org.mainmemory.memcache.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.tls.CertificateFiles;
import org.mainmemory.core.net.tls.CertificateFiles.KeyFormat;
import org.mainmemory.core.net.tls.ClientAuth;
import org.mainmemory.core.net.tls.TlsSettings;

/**
 * TLS as memcached's options ask for it (-Z and -o ssl_...): what clients find, and what {@code stats settings} tells.
 *
 * @param certificates the files, read; {@code refresh_certs} reads them anew
 * @param chainCert name of the file with the certificate chain, as it was given
 * @param key name of the file with the private key
 * @param keyFormat how the key is written down
 * @param caCert name of the file with the certificates of those who vouch for clients, if there is one
 * @param verifyMode what clients have to show: 0 nothing, 1 a certificate if they have one, 2 and 3 a certificate
 * @param ciphers the list of cipher suites as it was given, if it was
 * @param cipherSuites Java's names of those; empty for Java's choice
 * @param writeBufferBytes size of memcached's buffer for output; told, not used
 * @param sessionCache whether clients may resume sessions
 * @param kernelTls whether the kernel was asked to encrypt; told, not obeyed
 * @param minVersion the oldest version: 0 to 3 for TLS 1.0 to 1.3; Java speaks none older than 2
 */
public record TlsSetup(
        CertificateFiles certificates,
        String chainCert,
        String key,
        KeyFormat keyFormat,
        @Nullable String caCert,
        int verifyMode,
        @Nullable String ciphers,
        List<String> cipherSuites,
        int writeBufferBytes,
        boolean sessionCache,
        boolean kernelTls,
        int minVersion) {

    /** Size of memcached's buffer for output if nothing else is said. */
    public static final int DEFAULT_WRITE_BUFFER_BYTES = 16 << 10;

    /** TLS 1.2. */
    public static final int DEFAULT_MIN_VERSION = 2;

    private static final int TLS_1_3 = 3;

    /** With its own copy of the suites. */
    public TlsSetup {
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** With memcached's defaults: what the files say, and no demands on clients. */
    public static TlsSetup of(CertificateFiles certificates, String chainCert, String key, @Nullable String caCert) {
        return new TlsSetup(certificates, chainCert, key, KeyFormat.PEM, caCert, 0, null, List.of(),
                DEFAULT_WRITE_BUFFER_BYTES, false, false, DEFAULT_MIN_VERSION);
    }

    /** For an endpoint whose clients have to show what the verify mode says. */
    public TlsSettings settings() {
        return settings(switch (verifyMode) {
            case 0 -> ClientAuth.NONE;
            case 1 -> ClientAuth.WANT;
            default -> ClientAuth.NEED;
        });
    }

    /** For an endpoint with its own demands on clients. */
    public TlsSettings settings(ClientAuth demand) {
        TlsSettings settings = TlsSettings.of(sessionCache ? certificates : certificates.withoutSessions())
                .withClientAuth(demand)
                .withCipherSuites(cipherSuites);
        return minVersion == TLS_1_3 ? settings.withProtocols(List.of("TLSv1.3")) : settings;
    }

    /** The verify mode in openssl's bits: 1 asks the client, 2 insists, 4 asks once. */
    int verifyBits() {
        return switch (verifyMode) {
            case 0, 1 -> verifyMode;
            case 2 -> 0b011;
            default -> 0b111;
        };
    }

    /** The key's format in openssl's number. */
    int keyFormatNumber() {
        return keyFormat.ordinal() + 1;
    }
}

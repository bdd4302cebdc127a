package org.mainmemory.core.net.tls;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.tls.CertificateFiles.KeyFormat;

/** The certificates of the tests, and contexts for both sides. */
public final class TestCertificates {

    private TestCertificates() {
    }

    /** A file that make-certificates.sh made. */
    public static Path file(String name) {
        URL url = Objects.requireNonNull(TestCertificates.class.getResource(name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The server's, with the certificate and key called {@code name}; trusts clients of the tests' CA. */
    public static CertificateFiles server(String name) throws CertificateFileException {
        return CertificateFiles.read(file(name + ".pem"), file(name + ".key"), KeyFormat.PEM, file("ca.pem"));
    }

    /** A client's, which trusts the tests' CA and shows the certificate called {@code name}, or none. */
    public static SSLContext client(@Nullable String name) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(name == null ? null : new KeyManager[] {keyManager(name)}, trust().getTrustManagers(), null);
        return context;
    }

    private static KeyManager keyManager(String name) throws Exception {
        return new ClientKey(new ServerKey(
                PemFile.read(file(name + ".pem")).certificates(), PrivateKeys.of(PemFile.read(file(name + ".key")))));
    }

    private static TrustManagerFactory trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", PemFile.read(file("ca.pem")).certificates().getFirst());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory;
    }

    /** Settings with the certificate called server and this version alone. */
    public static TlsSettings settings(String protocol) throws GeneralSecurityException, CertificateFileException {
        CertificateFiles files = server("server");
        return TlsSettings.of(files).withProtocols(List.of(protocol));
    }
}

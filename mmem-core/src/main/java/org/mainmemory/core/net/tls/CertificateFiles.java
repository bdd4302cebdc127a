package org.mainmemory.core.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificates and key in files, as openssl makes them, and the TLS context that follows from them. They may
 * be read anew while connections come; what was read before stays valid if that fails. Any thread.
 */
public final class CertificateFiles implements Supplier<SSLContext> {

    /** How a key is written down. */
    public enum KeyFormat {
        /** Base64 between dashed lines. */
        PEM,
        /** The bytes themselves. */
        DER
    }

    private final Path chain;
    private final Path key;
    private final KeyFormat keyFormat;
    private final @Nullable Path authorities;
    private final SecureRandom random = new SecureRandom();
    private volatile Loaded loaded;

    /** What the files said, a context of it, and when it was made. */
    private record Loaded(ServerKey key, List<TrustManager> trust, SSLContext context, long atNanos) {
    }

    private CertificateFiles(Path chain, Path key, KeyFormat keyFormat, @Nullable Path authorities)
            throws CertificateFileException {
        this.chain = chain;
        this.key = key;
        this.keyFormat = keyFormat;
        this.authorities = authorities;
        this.loaded = load();
    }

    /**
     * Reads the files.
     *
     * @param chain the server's certificate and those that link it to one that clients know, PEM
     * @param key its private key: PKCS#8, or as openssl writes keys of RSA and of elliptic curves; not encrypted. May
     *     be the same file
     * @param authorities certificates of those whom to believe about clients, PEM; without it no client's certificate
     *     is valid
     * @throws CertificateFileException if one cannot be read or they do not fit together
     */
    public static CertificateFiles read(Path chain, Path key, KeyFormat keyFormat, @Nullable Path authorities)
            throws CertificateFileException {
        return new CertificateFiles(chain, key, keyFormat, authorities);
    }

    /**
     * Reads the files anew: connections that come from now on see what they say now.
     *
     * @throws CertificateFileException as {@link #read}
     */
    public void reload() throws CertificateFileException {
        loaded = load();
    }

    /** What the files said when they were read last: one context until they are read anew. */
    @Override
    public SSLContext get() {
        return loaded.context;
    }

    /**
     * The same in a context of its own for each who asks: sessions on one cannot be resumed on another. The JDK has no
     * better way to resume none; a context takes 20 microseconds, a handshake a thousand or so.
     */
    public Supplier<SSLContext> withoutSessions() {
        return () -> {
            Loaded now = loaded;
            try {
                return context(now.key, now.trust);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("there was such a context before", e);
            }
        };
    }

    private SSLContext context(ServerKey serverKey, List<TrustManager> trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {serverKey}, trust.toArray(TrustManager[]::new), random);
        return context;
    }

    /** Whole seconds since they were read last. */
    public long secondsSinceRead() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - loaded.atNanos);
    }

    private Loaded load() throws CertificateFileException {
        List<X509Certificate> certificates = certificates("the certificate chain", chain);
        ServerKey serverKey = new ServerKey(certificates, privateKey());
        if (!serverKey.fits()) {
            throw new CertificateFileException("Error validating the certificate: the key in " + key
                    + " is not that of the first certificate in " + chain);
        }
        try {
            List<TrustManager> trust =
                    authorities == null ? List.of(new TrustsNobody()) : trust(authorities);
            return new Loaded(serverKey, trust, context(serverKey, trust), System.nanoTime());
        } catch (CertificateFileException e) {
            throw e;
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateFileException("Error validating the certificate: " + e.getMessage());
        }
    }

    private static List<X509Certificate> certificates(String what, Path file) throws CertificateFileException {
        try {
            return PemFile.read(file).certificates();
        } catch (IOException e) {
            throw CertificateFileException.loading(what, file, e);
        }
    }

    private PrivateKey privateKey() throws CertificateFileException {
        try {
            return keyFormat == KeyFormat.DER
                    ? PrivateKeys.of(PemFile.bytes(key))
                    : PrivateKeys.of(PemFile.read(key));
        } catch (IOException e) {
            throw CertificateFileException.loading("the key", key, e);
        }
    }

    /** Believes those whose certificates are in the file, and for whom they vouch. */
    static List<TrustManager> trust(Path authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate authority : certificates("the CA certificate", authorities)) {
            store.setCertificateEntry(Integer.toString(store.size()), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return List.of(factory.getTrustManagers());
    }
}

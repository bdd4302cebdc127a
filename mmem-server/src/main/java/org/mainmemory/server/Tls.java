package org.mainmemory.server;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.tls.CertificateFileException;
import org.mainmemory.core.net.tls.CertificateFiles;
import org.mainmemory.core.net.tls.CertificateFiles.KeyFormat;
import org.mainmemory.core.net.tls.CipherSuites;
import org.mainmemory.core.net.tls.ClientAuth;
import org.mainmemory.memcache.session.TlsSetup;
import org.mainmemory.server.options.ListenAddress;
import org.mainmemory.server.options.ServerSettings;
import org.mainmemory.server.options.StartFailure;

/** TLS as the command line asks for it: reads the files, and knows which address gets what. */
final class Tls {

    private Tls() {
    }

    /**
     * Reads certificates and key.
     *
     * @throws StartFailure if they are not what a server needs, or a cipher suite is unknown
     */
    static TlsSetup setup(ServerSettings.Tls asked) throws StartFailure {
        String chain = asked.chainCert();
        if (chain == null) {
            throw usage("Error loading the certificate chain: no file is named (-o ssl_chain_cert=file)");
        }
        @Nullable String named = asked.key();
        String key = named == null ? chain : named;
        KeyFormat format = asked.derKey() ? KeyFormat.DER : KeyFormat.PEM;
        CertificateFiles files = read(chain, key, format, asked.caCert());
        return new TlsSetup(files, chain, key, format, asked.caCert(), asked.verifyMode(), asked.ciphers(),
                suites(asked.ciphers(), files), asked.writeBufferBytes(), asked.sessionCache(), asked.kernelTls(),
                asked.minVersion());
    }

    private static CertificateFiles read(String chain, String key, KeyFormat format, @Nullable String caCert)
            throws StartFailure {
        try {
            return CertificateFiles.read(
                    Path.of(chain), Path.of(key), format, caCert == null ? null : Path.of(caCert));
        } catch (CertificateFileException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> suites(@Nullable String ciphers, CertificateFiles files) throws StartFailure {
        try {
            return ciphers == null ? List.of() : CipherSuites.of(ciphers, files.get());
        } catch (IllegalArgumentException e) {
            throw usage("Error setting the provided cipher(s): " + ciphers + " : " + e.getMessage());
        }
    }

    /** A TCP endpoint as {@code address} wants it. */
    static Endpoint endpoint(Endpoint plain, ListenAddress address, @Nullable TlsSetup setup) {
        if (setup == null) {
            return plain;
        }
        return switch (address.tls()) {
            case AS_ASKED -> plain.withTls(setup.settings());
            case NONE -> plain;
            case BASIC -> plain.withTls(setup.settings(ClientAuth.NONE));
            case MUTUAL -> plain.withTls(setup.settings(ClientAuth.NEED));
        };
    }

    private static StartFailure usage(String text) {
        return new StartFailure(StartFailure.USAGE, text);
    }
}

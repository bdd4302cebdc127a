package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.tls.CertificateFiles;
import org.mainmemory.core.net.tls.CertificateFiles.KeyFormat;

/** memcached's protocols over TLS, and what is told about it. */
@Timeout(120)
class TlsServerIT {

    /** Those of the core module's tests. */
    private static final Path CERTIFICATES =
            Path.of("..", "mmem-core", "src", "test", "resources", "org", "mainmemory", "core", "net", "tls");

    @TempDir
    private Path folder;

    private Path chain;
    private Path key;

    @BeforeEach
    void copy() throws Exception {
        chain = Files.copy(CERTIFICATES.resolve("server.pem"), folder.resolve("chain"));
        key = Files.copy(CERTIFICATES.resolve("server.key"), folder.resolve("key"));
    }

    private TlsSetup setup() throws IOException {
        return TlsSetup.of(CertificateFiles.read(chain, key, KeyFormat.PEM, null),
                chain.toString(), key.toString(), null);
    }

    private static MemcacheServer start(int loops, TlsSetup setup) throws IOException {
        Endpoint loopback = Endpoint.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return MemcacheServer.start(MemcacheSettings.builder()
                .loops(loops).tls(setup).listen(loopback.withTls(setup.settings())).build());
    }

    private static SSLContext trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream ca = Files.newInputStream(CERTIFICATES.resolve("ca.pem"))) {
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(ca));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static SSLSocket connect(MemcacheServer server, SSLContext trust) throws IOException {
        return (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void exchange(SSLSocket client, String requests, String replies) throws IOException {
        client.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
        byte[] got = client.getInputStream().readNBytes(replies.length());
        assertEquals(replies, new String(got, StandardCharsets.ISO_8859_1));
    }

    private static Map<String, String> stats(SSLSocket client, String arguments) throws IOException {
        client.getOutputStream().write(("stats" + arguments + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        Map<String, String> stats = new TreeMap<>();
        for (@Nullable String line = lines.readLine(); line != null && !line.equals("END"); line = lines.readLine()) {
            String[] words = line.split(" ", 3);
            stats.put(words[1], words[2]);
        }
        return stats;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void speaksTextMetaAndBinary(int loops) throws Exception {
        String value = "v".repeat(1_000_000);
        try (MemcacheServer server = start(loops, setup());
                SSLSocket text = connect(server, trust());
                SSLSocket binary = connect(server, trust())) {
            exchange(text, "set k 0 0 5\r\nhello\r\nget k\r\n", "STORED\r\nVALUE k 0 5\r\nhello\r\nEND\r\n");
            exchange(text, "mg k v\r\nmn\r\n", "VA 5\r\nhello\r\nMN\r\n");
            exchange(text, "set large 0 0 1000000\r\n" + value + "\r\nget large large\r\n",
                    "STORED\r\n" + ("VALUE large 0 1000000\r\n" + value + "\r\n").repeat(2) + "END\r\n");
            exchange(binary, "\u0080\n" + "\0".repeat(22), "\u0081\n" + "\0".repeat(22));
            exchange(text, "quit\r\n", "");
            assertEquals(-1, text.getInputStream().read());
        }
    }

    @Test
    void tellsItsSettings() throws Exception {
        TlsSetup plain = setup();
        TlsSetup full = new TlsSetup(plain.certificates(), "c", "k", KeyFormat.DER, "a", 3, "HIGH",
                plain.cipherSuites(), 64 << 10, true, true, 3);
        Map<String, String> expected = Map.ofEntries(
                Map.entry("ssl_enabled", "yes"), Map.entry("ssl_chain_cert", "c"), Map.entry("ssl_key", "k"),
                Map.entry("ssl_verify_mode", "7"), Map.entry("ssl_keyformat", "2"), Map.entry("ssl_ciphers", "HIGH"),
                Map.entry("ssl_ca_cert", "a"), Map.entry("ssl_wbuf_size", "65536"),
                Map.entry("ssl_session_cache", "yes"), Map.entry("ssl_kernel_tls", "yes"),
                Map.entry("ssl_min_version", "tlsv1.3"));
        MemcacheSettings settings = MemcacheSettings.builder().listenOnLoopback(0).tls(full).build();
        try (MemcacheServer server = MemcacheServer.start(settings); Client client = new Client(server.port())) {
            List<String> told = client.lines("stats settings");
            expected.forEach((name, value) -> assertTrue(told.contains("STAT " + name + " " + value), name));
        }
    }

    @Test
    void countsHandshakes() throws Exception {
        TlsSetup plain = setup();
        TlsSetup cached = new TlsSetup(plain.certificates(), plain.chainCert(), plain.key(), KeyFormat.PEM, null, 0,
                null, plain.cipherSuites(), 16 << 10, true, false, 2);
        try (MemcacheServer server = start(2, cached); SSLSocket client = connect(server, trust())) {
            Map<String, String> before = stats(client, "");
            assertEquals("1", before.get("ssl_new_sessions"));
            assertEquals("0", before.get("ssl_handshake_errors"));
            assertEquals("0", before.get("ssl_proto_errors"));
            assertNotNull(before.get("time_since_server_cert_refresh"));
            try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                stranger.getOutputStream().write("version\r\n".getBytes(StandardCharsets.ISO_8859_1));
                while (stranger.getInputStream().read() >= 0) {
                    // An alert.
                }
            } catch (IOException reset) {
                // Closed all the same.
            }
            while (!"1".equals(stats(client, "").get("ssl_handshake_errors"))) {
                Thread.onSpinWait();
            }
            exchange(client, "stats reset\r\n", "RESET\r\n");
            assertEquals("0", stats(client, "").get("ssl_handshake_errors"));
        }
        try (MemcacheServer server = start(1, plain); SSLSocket client = connect(server, trust())) {
            assertNull(stats(client, "").get("ssl_new_sessions"), "told only with a session cache");
        }
    }

    @Test
    void refreshesCertificates() throws Exception {
        try (MemcacheServer server = start(1, setup()); SSLSocket client = connect(server, trust())) {
            exchange(client, "refresh_certs\r\n", "OK\r\n");
            Files.copy(CERTIFICATES.resolve("rsa.pem"), chain, StandardCopyOption.REPLACE_EXISTING);
            String error = "Error validating the certificate: the key in " + key
                    + " is not that of the first certificate in " + chain + "\r\n";
            exchange(client, "refresh_certs\r\n", error);
            Files.copy(CERTIFICATES.resolve("rsa.key"), key, StandardCopyOption.REPLACE_EXISTING);
            exchange(client, "refresh_certs\r\n", "OK\r\n");
            try (SSLSocket after = connect(server, trust())) {
                after.startHandshake();
                assertEquals("RSA", after.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm());
            }
            assertEquals("EC", client.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm());
            exchange(client, "version\r\n", "VERSION " + Version.TEXT + "\r\n");
        }
    }
}

package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mainmemory.server.ServerProcess.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;

/** The packaged program with -Z, and somebody else's TLS at the other end: openssl's. */
@Timeout(180)
class TlsProcessIT {

    /** Those of the core module's tests. */
    private static final Path CERTIFICATES =
            Path.of("..", "mmem-core", "src", "test", "resources", "org", "mainmemory", "core", "net", "tls");

    private static final String VERSION = "VERSION " + Version.TEXT;

    @TempDir
    private Path directory;

    private Path chain;
    private Path key;

    @BeforeEach
    void copy() throws Exception {
        assumeTrue(isInstalled("openssl"), "needs openssl");
        chain = Files.copy(CERTIFICATES.resolve("server.pem"), directory.resolve("chain"));
        key = Files.copy(CERTIFICATES.resolve("server.sec1.key"), directory.resolve("key"));
    }

    private static boolean isInstalled(String program) {
        try {
            return new ProcessBuilder(program, "version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private String files() {
        return "ssl_chain_cert=" + chain + ",ssl_key=" + key;
    }

    /** What openssl prints about a connection, on which it sends {@code version} and {@code quit}. */
    private String talk(int port, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port,
                "-CAfile", CERTIFICATES.resolve("ca.pem").toString(), "-ign_eof"));
        words.addAll(List.of(options));
        Path output = Files.createTempFile(directory, "openssl", null);
        Process client = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try (OutputStream input = client.getOutputStream()) {
            input.write("version\r\nquit\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // It ended before it read anything.
        }
        assertTrue(client.waitFor(60, TimeUnit.SECONDS), "openssl ends when the server closes");
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    private static void expectTalked(String told) {
        assertTrue(told.contains(VERSION), told);
        assertTrue(told.contains("Verify return code: 0 (ok)"), told);
    }

    @Test
    void speaksWithOpenssl() throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-Z", "-o", files())) {
            expectTalked(talk(server.port(), "-tls1_3"));
            expectTalked(talk(server.port(), "-tls1_2"));
            String refused = talk(server.port(), "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
            assertTrue(!refused.contains(VERSION), refused);
            assertEquals("", server.stderr());
        }
    }

    @Test
    void readsCertificatesAnewOnHup() throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-Z", "-o", files())) {
            assertTrue(talk(server.port()).contains("CN = server\n"));
            Files.copy(CERTIFICATES.resolve("rsa.pem"), chain, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(CERTIFICATES.resolve("rsa.pkcs1.key"), key, StandardCopyOption.REPLACE_EXISTING);
            server.signal("HUP");
            while (!talk(server.port()).contains("CN = rsa\n")) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void portsDiffer() throws Exception {
        String ca = "ssl_ca_cert=" + CERTIFICATES.resolve("ca.pem");
        int plain = freePort();
        int mutual = freePort();
        String client = CERTIFICATES.resolve("client.pem").toString();
        String clientKey = CERTIFICATES.resolve("client.key").toString();
        try (ServerProcess server = ServerProcess.start(directory, "-p", "-1", "-Z", "-o", files(), "-o", ca,
                "-l", "127.0.0.1,notls:127.0.0.1:" + plain, "-l", "mtls:127.0.0.1:" + mutual);
                SocketChannel open = server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), plain))) {
            exchange(open, "version\r\n", VERSION + "\r\n");
            expectTalked(talk(server.port()));
            String refused = talk(mutual);
            assertTrue(!refused.contains(VERSION), refused);
            expectTalked(talk(mutual, "-cert", client, "-key", clientKey));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void saysWhatIsWrongAndDoesNotStart() throws Exception {
        expectFailure("Error loading the certificate chain: no file is named (-o ssl_chain_cert=file)\n", "-Z");
        expectFailure("Error loading the certificate chain: /none : No such file or directory\n",
                "-Z", "-o", "ssl_chain_cert=/none");
        expectFailure("Error loading the key: " + chain + " : there is no private key in it\n",
                "-Z", "-o", "ssl_chain_cert=" + chain);
        expectFailure("Error setting the provided cipher(s): HIGH:STRONG : there is no cipher suite STRONG here\n",
                "-Z", "-o", files() + ",ssl_ciphers=HIGH:STRONG");
    }

    private void expectFailure(String text, String... options) throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, options)) {
            assertEquals(64, server.exitCode());
            assertEquals(text, server.stderr());
        }
    }

    @Test
    void unixSocketsStayPlain() throws Exception {
        Path socket = directory.resolve("socket");
        try (ServerProcess server = ServerProcess.start(
                directory, "-Z", "-o", files(), "-s", socket.toString());
                SocketChannel client = server.connect(UnixDomainSocketAddress.of(socket))) {
            exchange(client, "version\r\n", VERSION + "\r\n");
        }
    }
}

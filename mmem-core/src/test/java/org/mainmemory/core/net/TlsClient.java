package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A blocking client for tests that speaks TLS, Java's. */
final class TlsClient implements AutoCloseable {

    private final SSLSocket socket;

    /** Connects; the handshake comes with the first byte, or with {@link #shakeHands}. */
    TlsClient(int port, SSLContext context, String protocol) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), context, protocol);
    }

    private TlsClient(Socket plain, SSLContext context, String protocol) throws IOException {
        plain.setTcpNoDelay(true);
        socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.setEnabledProtocols(new String[] {protocol});
    }

    /** On a socket that the test keeps its hands on. */
    static TlsClient over(Socket plain, SSLContext context, String protocol) throws IOException {
        return new TlsClient(plain, context, protocol);
    }

    SSLSocket socket() {
        return socket;
    }

    TlsClient shakeHands() throws IOException {
        socket.startHandshake();
        return this;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void expect(String text) throws IOException {
        assertEquals(text, new String(receive(text.length()), StandardCharsets.ISO_8859_1));
    }

    byte[] receive(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the server closed after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    void echo(String text) throws IOException {
        send(text);
        expect(text);
    }

    /** Expects that the server says it will send no more, as TLS wants it. */
    void expectEnd() throws IOException {
        assertEquals(-1, socket.getInputStream().read());
    }

    /** Says, as TLS wants it, that nothing more will be sent. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** The name of the server's certificate. */
    String serverName() throws IOException {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        String name = certificate.getSubjectX500Principal().getName();
        return Arrays.stream(name.split(",")).filter(part -> part.startsWith("CN=")).findFirst().orElseThrow()
                .substring("CN=".length());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

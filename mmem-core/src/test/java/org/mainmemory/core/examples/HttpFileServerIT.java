package org.mainmemory.core.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.TestServer;

/** With curl and wrk where they are installed, and by hand. */
@Timeout(120)
class HttpFileServerIT {

    @TempDir
    private Path folder;
    private final byte[] big = new byte[3_000_000];

    @BeforeEach
    void files() throws Exception {
        new Random(1).nextBytes(big);
        Files.createDirectory(folder.resolve("site"));
        Files.writeString(folder.resolve("site/index.html"), "<p>hello\n");
        Files.write(folder.resolve("site/big.bin"), big);
        Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("site/outside"), folder.resolve("secret"));
    }

    @Test
    void answersByTheLetter() throws Exception {
        try (TestServer server = new TestServer(1, FiberProtocol.of(new HttpFileServer(folder.resolve("site"))));
                Client client = server.connect()) {
            String get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
            String ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 9\r\n"
                    + "Connection: keep-alive\r\n\r\n<p>hello\n";
            client.send(get.repeat(50));
            client.expect(ok.repeat(50));
            client.send("HEAD /none HTTP/1.1\r\n\r\n");
            client.expect("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n"
                    + "Connection: keep-alive\r\n\r\n");
            client.send("HEAD /index.html?a=b HTTP/1.1\r\nConnection: close\r\n\r\n");
            client.expect(ok.replace("keep-alive", "close").replace("<p>hello\n", ""));
            client.expectEnd();
            for (String path : new String[] {"/none", "/../../x", "/outside", "/../secret", "/%00"}) {
                try (Client one = server.connect()) {
                    one.send("GET " + path + " HTTP/1.0\r\n\r\n");
                    one.expect("HTTP/1.1 404 Not Found\r\n");
                }
            }
            try (Client bad = server.connect()) {
                bad.send("nonsense\r\n");
                bad.expect("HTTP/1.1 400 Bad Request\r\n");
            }
        }
    }

    @Test
    void curlFetchesTwoFilesOverOneConnection() throws Exception {
        Programs.assumeInstalled("curl");
        try (TestServer server = new TestServer(2, FiberProtocol.of(new HttpFileServer(folder.resolve("site"))))) {
            String url = "http://127.0.0.1:" + server.net().port();
            Path fetched = folder.resolve("fetched");
            String log = Programs.run("curl", "-sSvf", url + "/big.bin", "-o", fetched.toString(), url + "/");
            assertArrayEquals(big, Files.readAllBytes(fetched));
            assertTrue(log.contains("<p>hello"), log);
            assertTrue(log.matches("(?is).*re-using existing.*"), log);
        }
    }

    @Test
    void wrkSeesNoError() throws Exception {
        Programs.assumeInstalled("wrk");
        try (TestServer server = new TestServer(2, FiberProtocol.of(new HttpFileServer(folder.resolve("site"))))) {
            String log = Programs.run("wrk", "-t1", "-c20", "-d1s", "http://127.0.0.1:" + server.net().port() + "/");
            assertTrue(log.matches("(?s).* [1-9][0-9]* requests in .*"), log);
            assertFalse(log.contains("Non-2xx") || log.contains("Socket errors"), log);
            assertEquals(0, server.failures());
        }
    }
}

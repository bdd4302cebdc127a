package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** memcached's protocols over UDP: the frame, the replies and their bounds, with one loop and with several. */
@Timeout(120)
class UdpIT {

    private MemcacheServer server;
    private UdpClient udp;
    private Client tcp;

    private void start(int loops) throws IOException {
        start(MemcacheSettings.builder().loops(loops));
    }

    private void start(MemcacheSettings.Builder settings) throws IOException {
        server = MemcacheServer.start(settings.listenOnLoopback(0).udpOnLoopback(0).build());
        udp = new UdpClient(server.udpAddresses().getFirst());
        tcp = new Client(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            udp.close();
            tcp.close();
            server.close();
            assertEquals(0, server.contexts().stream().mapToInt(SessionContext::openPhases).sum(), "open phases");
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void classicAndMetaCommands(int loops) throws IOException {
        start(loops);
        assertEquals("STORED\r\n", udp.ask("set k 5 0 5\r\nvalue\r\n"));
        assertEquals("VALUE k 5 5\r\nvalue\r\nEND\r\n", udp.ask("get k\r\n"));
        assertEquals("NOT_STORED\r\n", udp.ask("add k 0 0 1\r\nx\r\n"));
        assertEquals("DELETED\r\n", udp.ask("delete k\r\n"));
        assertEquals("END\r\n", udp.ask("get k\n"));
        assertEquals("STORED\r\n", udp.ask("set n 0 0 1\r\n7\r\n"));
        assertEquals("9\r\n", udp.ask("incr n 2\r\n"));
        assertEquals("TOUCHED\r\n", udp.ask("touch n 100\r\n"));
        assertEquals("VERSION " + Version.TEXT + "\r\n", udp.ask("version\r\n"));
        assertEquals("ERROR\r\n", udp.ask("bogus\r\n"));
        assertEquals("CLIENT_ERROR bad data chunk\r\n", udp.ask("set k 0 0 3\r\nwwwxx"));
        assertEquals("HD\r\n", udp.ask("ms m 2\r\nhi\r\n"));
        assertEquals("VA 2 t-1\r\nhi\r\n", udp.ask("mg m v t\r\n"));
        assertEquals("EN\r\n", udp.ask("mg missing v\r\n"));
        assertEquals("VALUE n 0 1", tcp.ask("get n"));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void severalCommandsAreOneMessage(int loops) throws IOException {
        start(loops);
        assertEquals("STORED\r\nSTORED\r\n", udp.ask("set a 0 0 1\r\n1\r\nset b 0 0 1\r\n2\r\n"));
        assertEquals("VALUE a 0 1\r\n1\r\nVALUE b 0 1\r\n2\r\nEND\r\n", udp.ask("get a missing b\r\n"));
        assertEquals(1, udp.datagrams());
        assertEquals("VA 1\r\n1\r\nMN\r\nVA 1\r\n2\r\n", udp.ask("mg a v\r\nmg c v q\r\nmn\r\nmg b v\r\n"));
        assertEquals("END\r\n".repeat(5000), udp.ask("get x\r\n".repeat(5000)));
        assertEquals(18, udp.datagrams());
    }

    @Test
    void reqsPerEventDoesNotCutADatagramShort() throws IOException {
        start(MemcacheSettings.builder().loops(1).reqsPerEvent(2));
        assertEquals("END\r\n".repeat(7), udp.ask("get x\r\n".repeat(7)));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void repliesAreCutWhereADatagramIsFull(int loops) throws IOException {
        start(loops);
        // "VALUE v 0 NNNN CRLF" and "CRLF END CRLF" are 22 bytes around a value whose length has four digits.
        for (int length : new int[] {1369, 1370, 1371, 2761, 2762, 2763, 20_000, 60_000}) {
            String value = "v".repeat(length);
            assertEquals("STORED\r\n", udp.ask("set v 0 0 " + length + "\r\n" + value + "\r\n"));
            String reply = "VALUE v 0 " + length + "\r\n" + value + "\r\nEND\r\n";
            assertEquals(reply, udp.ask("get v\r\n"));
            assertEquals((reply.length() + 1391) / 1392, udp.datagrams());
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void silenceIsNoDatagram(int loops) throws IOException {
        start(loops);
        udp.tell("set k 0 0 1 noreply\r\nx\r\n");
        udp.tell("mg missing v q\r\n");
        udp.tell("ms k 1 q\r\ny\r\n");
        udp.tell("quit\r\n");
        assertEquals("VALUE k 0 1\r\ny\r\nEND\r\n", udp.ask("get k\r\nquit\r\nget k\r\n"));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void whatIsNotWholeOrTakesLongIsDropped(int loops) throws IOException {
        start(loops);
        assertEquals("STORED\r\n", udp.ask("set k 0 0 1\r\nx\r\n"));
        for (String request : List.of(
                "get k", "set h 0 0 5\r\nfive", "set h 0 0 5\r\nfive!", "set h 0 0 500000\r\nfive", "ms h 9\r\nfive",
                "x".repeat(5000), "get " + "k".repeat(60_000), "stats cachedump 1 0\r\n")) {
            udp.tell(request);
            assertEquals("VALUE k 0 1\r\nx\r\nEND\r\n", udp.ask("get k\r\n" + request), request);
        }
        for (String request : List.of(
                "watch\r\n", "watch mutations\r\n", "lru_crawler metadump all\r\n", "lru_crawler mgdump all\r\n")) {
            udp.tell(request);
        }
        assertEquals("END\r\n", udp.ask("get h\r\n"));
        assertEquals(0, tcp.stat("log_watchers"));
        assertEquals("STORED\r\n", udp.ask("set k 0 0 1\r\ny\r\n"));
        assertEquals(1, tcp.stat("curr_items"));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void aRequestIsOneDatagramAndMore(int loops) throws IOException {
        start(loops);
        byte[] version = "version\r\n".getBytes(ISO_8859_1);
        udp.sendRaw(UdpClient.framed(7, 0, 0, 0, version));
        udp.sendRaw(UdpClient.framed(7, 0, 2, 0, version));
        udp.sendRaw(UdpClient.framed(7, 0, 0x100, 0, version));
        udp.sendRaw(UdpClient.framed(7, 0, 0x101, 0, version));
        udp.sendRaw(UdpClient.framed(7, 0, 1, 0, new byte[0]));
        for (int length = 0; length < UdpClient.FRAME_BYTES; length++) {
            udp.sendRaw(new byte[length]);
        }
        udp.expectNothingMore();
        udp.sendRaw(UdpClient.framed(0x1234, 5, 1, 6, version));
        assertArrayEquals(
                UdpClient.framed(0x1234, 0, 1, 0, ("VERSION " + Version.TEXT + "\r\n").getBytes(ISO_8859_1)),
                udp.receiveRaw());
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void anErrorIsNotAnsweredSoThatServersDoNotTalkForEver(int loops) throws IOException {
        start(loops);
        udp.tell("ERROR\r\n");
        udp.tell("ERROR\r\nversion\r\n");
        assertEquals("ERROR\r\n", udp.ask("ERROR \r\n"));
        assertEquals("STORED\r\n", udp.ask("set k 0 0 9\r\nversion\r\n\r\n"));
        for (String request : List.of(
                "bogus\r\nbogus\r\n", "version\r\n", "get k\r\n", "get none\r\n", "mg k v\r\n", "mn\r\n", "x\r\n",
                "set n 0 0 1\r\n1\r\nincr n 1\r\n", "incr n 1\r\n", "stats settings\r\nstats\r\n", "me k\r\n",
                "delete k\r\n", "set k 0 0 1\r\nxxx")) {
            String text = request;
            for (int exchanges = 0; !text.startsWith("ERROR\r\n"); exchanges++) {
                assertTrue(exchanges < 4, request + " goes on with " + text);
                text = udp.ask(text);
            }
            udp.tell(text);
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void aReplyIsBounded(int loops) throws IOException {
        start(loops);
        String refusal = "SERVER_ERROR reply too large for UDP\r\n";
        int longest = UdpConversation.REPLY_BYTES - "VALUE k 0 131072\r\n\r\nEND\r\n".length();
        for (int length : List.of(longest, longest + 1, 1_000_000)) {
            String value = "v".repeat(length);
            tcp.send("set k 0 0 " + length + "\r\n" + value + "\r\n");
            assertEquals("STORED", tcp.line());
            String whole = "VALUE k 0 " + length + "\r\n" + value + "\r\nEND\r\n";
            assertEquals(length > longest ? refusal : whole, udp.ask("get k\r\n"));
            assertEquals(length > longest ? 1 : 95, udp.datagrams());
        }
        assertEquals(refusal, udp.ask("version\r\nget" + " k".repeat(1000) + "\r\n"));
        assertEquals(refusal, udp.ask("mg k v\r\nmg k v\r\n"));
        assertEquals("HD\r\n", udp.ask("mg k\r\n"));
        assertEquals("VERSION " + Version.TEXT + "\r\n", udp.ask("version\r\n"));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void binary(int loops) throws IOException {
        start(loops);
        TranscriptBytes bytes = new TranscriptBytes();
        expectPackets(bytes, "set key=k flags=5 exptime=0 value=value", "set cas=\\{k}");
        expectPackets(bytes, "get opaque=7 key=k", "get opaque=7 flags=5 cas=\\{k} value=value");
        assertEquals("VALUE k 5 5\r\nvalue\r\nEND\r\n", udp.ask("get k\r\n"));
        udp.send(bytes.request(PacketLine.text(true, "getq key=none")));
        udp.send(bytes.request(PacketLine.text(true, "quitq")));
        String set = PacketLine.text(true, "set key=half flags=0 exptime=0 value=" + "v".repeat(3000));
        byte[] whole = bytes.request(set);
        udp.send(Arrays.copyOf(whole, 20));
        udp.send(Arrays.copyOf(whole, whole.length - 1));
        udp.expectNothingMore();
        assertEquals("END\r\n", udp.ask("get half\r\n"));
        tcp.send("set k 0 0 200000\r\n" + "v".repeat(200_000) + "\r\n");
        assertEquals("STORED", tcp.line());
        expectPackets(bytes, "get opaque=9 key=k", "get opaque=9 status=3 value=Too large.");
    }

    private void expectPackets(TranscriptBytes bytes, String request, String reply) throws IOException {
        byte[] packets = udp.ask(bytes.request(PacketLine.text(true, request)));
        PushbackInputStream in = new PushbackInputStream(new ByteArrayInputStream(packets));
        bytes.expect(PacketLine.text(false, reply), in, request);
        assertEquals(-1, in.read());
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 3})
    void socketsAreToldAndCounted(int loops) throws IOException {
        start(loops);
        assertEquals("ERROR\r\n", udp.ask("bogus\r\n"));
        assertEquals("SERVER_ERROR stats conns is not told over UDP\r\n", udp.ask("stats conns\r\n"));
        int port = server.udpAddresses().getFirst().getPort();
        List<String> lines = tcp.lines("stats conns");
        int sockets = server.net().datagramPorts().size();
        for (int number = 2; number < 2 + sockets; number++) {
            int at = lines.indexOf("STAT " + number + ":UDP UDP");
            assertEquals("STAT " + number + ":addr udp:127.0.0.1:" + port, lines.get(at + 1));
            assertEquals("STAT " + number + ":state conn_read", lines.get(at + 2));
            assertTrue(lines.get(at + 3).startsWith("STAT " + number + ":secs_since_last_cmd "), lines.get(at + 3));
        }
        assertTrue(lines.contains("STAT " + (2 + sockets) + ":state conn_parse_cmd"), lines.toString());
        assertEquals(1 + sockets, tcp.stat("curr_connections"));
        assertEquals(1 + sockets, tcp.stat("total_connections"));
        assertEquals(1, server.connections());
        assertTrue(tcp.lines("stats settings").containsAll(List.of(
                "STAT udpport " + port, "STAT tcpport " + server.port(), "STAT inter localhost",
                "STAT num_threads_per_udp " + loops)));
    }

    @Test
    void noUdpForThoseWhoMustLogIn(@TempDir Path folder) throws IOException {
        PasswordFile passwords = PasswordFile.open(Files.writeString(folder.resolve("users"), "me:secret\n"));
        MemcacheSettings.Builder settings = MemcacheSettings.builder().textPasswords(passwords).udpOnLoopback(0);
        assertThrows(IllegalArgumentException.class, settings::build);
    }
}

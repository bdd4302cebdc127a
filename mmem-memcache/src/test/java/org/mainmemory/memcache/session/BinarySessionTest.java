package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.net.Turn;
import org.mainmemory.memcache.protocol.binary.BinaryVerb;
import org.mainmemory.memcache.protocol.binary.Packet;

/** What transcripts cannot show of the binary protocol: peers that do not read, time, statistics, what -B forbids. */
class BinarySessionTest {

    private InProcessServer server = new InProcessServer();
    private InProcessWire wire = server.connect();

    @AfterEach
    void holdsNothing() {
        wire.close();
        assertEquals(0, server.store.stats().pinned());
        assertEquals(0, server.store.stats().reserved());
        assertEquals(0, server.context.openPhases());
        server.close();
    }

    private void restart(MemcacheSettings.Builder settings) {
        server.close();
        server = new InProcessServer(settings.loops(1).build());
        wire = server.connect();
    }

    private static List<Packet> packets(String said) {
        List<Packet> packets = new ArrayList<>();
        byte[] rest = said.getBytes(ISO_8859_1);
        while (rest.length > 0) {
            int length = Packet.lengthOf(rest);
            assertTrue(length > 0, () -> "half a packet: " + said);
            packets.add(Packet.parse(Arrays.copyOf(rest, length)));
            rest = Arrays.copyOfRange(rest, length, rest.length);
        }
        return packets;
    }

    private Packet ask(Packet request) {
        wire.send(request.bytes());
        return packets(wire.taken()).getFirst();
    }

    private Map<String, String> stats(String key) {
        wire.send(Packet.request(BinaryVerb.STAT).key(key).bytes());
        Map<String, String> stats = new LinkedHashMap<>();
        List<Packet> packets = packets(wire.taken());
        Packet last = packets.removeLast();
        assertEquals(0, last.status() + last.key().length() + last.text().length());
        packets.forEach(packet -> stats.put(packet.key(), packet.text()));
        return stats;
    }

    private static byte[] times(int count, Packet packet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(packet.bytes());
        }
        return bytes.toByteArray();
    }

    @Test
    void readsWaitForThePeer() {
        String value = "v".repeat(16_000);
        ask(Packet.of(BinaryVerb.SET, "k", value));
        wire.takeNoMoreThan(0);
        wire.send(times(20, Packet.of(BinaryVerb.GETQ, "k", "")));
        assertEquals(Turn.BLOCKED, wire.turn());
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            wire.takeNoMoreThan(5_000);
            said.append(wire.taken());
        }
        List<Packet> replies = packets(said.toString());
        assertEquals(20, replies.size());
        replies.forEach(reply -> assertEquals(value, reply.text()));
        assertEquals(Turn.READ, wire.turn());
    }

    @Test
    void aLargeValueIsSentAsThePeerTakesItEvenIfItIsReplacedMeanwhile() {
        String value = "0123456789".repeat(50_000);
        ask(Packet.of(BinaryVerb.SET, "k", value));
        wire.takeNoMoreThan(0);
        wire.send(Packet.of(BinaryVerb.GETK, "k", "").bytes());
        assertEquals(1, server.store.stats().pinned());
        try (InProcessWire other = server.connect()) {
            other.send(Packet.of(BinaryVerb.SET, "k", "new").bytes());
        }
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            wire.takeNoMoreThan(70_000);
            said.append(wire.taken());
            assertEquals(1, server.store.stats().pinned());
        }
        wire.takeNoMoreThan(Long.MAX_VALUE);
        said.append(wire.taken());
        assertEquals(value, packets(said.toString()).getFirst().text());
        assertEquals("new", ask(Packet.of(BinaryVerb.GET, "k", "")).text());
    }

    @Test
    void aPeerThatGoesAwayLeavesNothing() {
        ask(Packet.of(BinaryVerb.SET, "k", "v".repeat(500_000)));
        wire.takeNoMoreThan(0);
        wire.send(Packet.of(BinaryVerb.GET, "k", "").bytes());
        assertEquals(1, server.store.stats().pinned());
        wire.close();
        wire = server.connect();
        wire.send(Arrays.copyOf(Packet.of(BinaryVerb.SET, "k", "w".repeat(500_000)).bytes(), 300_000));
        assertEquals(1, server.store.stats().reserved());
    }

    @Test
    void timePasses() {
        ask(Packet.of(BinaryVerb.SET, "k", "v").extras(0, 10));
        ask(Packet.of(BinaryVerb.INCREMENT, "n", "").extras(0, 1, 0, 5, 20));
        server.passSeconds(9);
        assertEquals("v", ask(Packet.of(BinaryVerb.GET, "k", "")).text());
        server.passSeconds(1);
        assertEquals(1, ask(Packet.of(BinaryVerb.GET, "k", "")).status());
        assertEquals("5", ask(Packet.of(BinaryVerb.GAT, "n", "").extras(100)).text());
        server.passSeconds(50);
        assertEquals("5", ask(Packet.of(BinaryVerb.GET, "n", "")).text());
        ask(Packet.request(BinaryVerb.FLUSH).extras(5));
        server.passSeconds(4);
        assertEquals("5", ask(Packet.of(BinaryVerb.GET, "n", "")).text());
        server.passSeconds(1);
        assertEquals(1, ask(Packet.of(BinaryVerb.GET, "n", "")).status());
    }

    @Test
    void statisticsCountAsInText() {
        ask(Packet.of(BinaryVerb.SET, "k", "1"));
        ask(Packet.of(BinaryVerb.GET, "k", ""));
        ask(Packet.of(BinaryVerb.GETK, "none", ""));
        ask(Packet.of(BinaryVerb.TOUCH, "k", ""));
        ask(Packet.of(BinaryVerb.GAT, "none", ""));
        ask(Packet.of(BinaryVerb.INCREMENT, "k", ""));
        ask(Packet.of(BinaryVerb.DECREMENT, "none", "").extras(0, 1, 0, 0, -1));
        ask(Packet.of(BinaryVerb.INCREMENT, "made", ""));
        ask(Packet.of(BinaryVerb.SET, "k", "2").cas(77));
        ask(Packet.of(BinaryVerb.SET, "none", "2").cas(77));
        ask(Packet.of(BinaryVerb.DELETE, "k", "").cas(77));
        ask(Packet.of(BinaryVerb.DELETE, "k", ""));
        ask(Packet.of(BinaryVerb.DELETE, "k", ""));
        ask(Packet.request(BinaryVerb.FLUSH));
        Map<String, String> stats = stats("");
        String[] ones = {"get_hits", "get_misses", "touch_hits", "touch_misses", "incr_hits", "decr_misses",
            "cas_badval", "cas_misses", "delete_hits", "delete_misses", "cmd_flush"};
        for (String key : ones) {
            assertEquals("1", stats.get(key), key);
        }
        assertEquals("0", stats.get("incr_misses"));
        assertEquals("3", stats.get("cmd_set"));
        assertEquals("2", stats.get("cmd_get"));
        assertEquals(Version.TEXT, stats.get("version"));
        stats("reset");
        assertEquals("0", stats("").get("get_hits"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "settings", "items", "slabs"})
    void statisticsAreThoseOfText(String key) {
        ask(Packet.of(BinaryVerb.SET, "k", "v"));
        Map<String, String> stats = stats(key);
        assertFalse(stats.isEmpty());
        try (InProcessWire text = server.connect()) {
            List<String> lines = text.ask("stats " + key + "\r\n").lines().filter(line -> !line.equals("END")).toList();
            assertEquals(lines.stream().map(line -> line.split(" ")[1]).toList(), List.copyOf(stats.keySet()));
        }
    }

    @Test
    void theVersionIsTold() {
        assertEquals(Packet.request(BinaryVerb.VERSION).response(0).value(Version.TEXT),
                ask(Packet.request(BinaryVerb.VERSION)));
    }

    @Test
    void theFirstByteDecidesForGood() {
        ask(Packet.request(BinaryVerb.NOOP));
        wire.send("get k\r\n".getBytes(ISO_8859_1));
        assertEquals("", wire.taken());
        assertTrue(wire.isClosed());
        wire = server.connect();
        assertEquals("END\r\n", wire.ask("get k\r\n"));
        assertEquals("ERROR\r\n", wire.ask("\u0080bcde\r\n"));
    }

    @Test
    void theSettingsMayDecideInstead() {
        restart(MemcacheSettings.builder().bindingProtocol(BindingProtocol.ASCII));
        assertEquals("ERROR\r\n", wire.ask("\u0080bcde\r\n"));
        assertEquals("STAT binding_protocol ascii", wire.ask("stats settings\r\n").lines()
                .filter(line -> line.contains("binding_protocol")).findAny().orElseThrow());
        restart(MemcacheSettings.builder().bindingProtocol(BindingProtocol.BINARY));
        assertEquals("", wire.ask("get k\r\n"));
        assertTrue(wire.isClosed());
        wire = server.connect();
        assertEquals("binary", stats("settings").get("binding_protocol"));
    }

    @ParameterizedTest
    @CsvSource({"AUTO,true,false", "ASCII,true,false", "AUTO,false,true", "BINARY,false,true"})
    void authenticationBindsAProtocol(BindingProtocol protocol, boolean sasl, boolean text) {
        MemcacheSettings.Builder settings = MemcacheSettings.builder();
        if (sasl) {
            settings.saslPasswords(PasswordFile.empty());
        }
        if (text) {
            settings.textPasswords(PasswordFile.empty());
        }
        settings.bindingProtocol(protocol);
        assertThrows(IllegalArgumentException.class, settings::build);
    }

    @Test
    void requestsOfOneTurnAreBounded() {
        restart(MemcacheSettings.builder().reqsPerEvent(2));
        wire.send(times(5, Packet.request(BinaryVerb.NOOP)));
        assertEquals(5, packets(wire.taken()).size());
        assertEquals("2", stats("").get("conn_yields"));
    }
}

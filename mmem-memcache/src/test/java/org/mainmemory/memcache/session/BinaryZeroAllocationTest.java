package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.memcache.protocol.binary.BinaryVerb;
import org.mainmemory.memcache.protocol.binary.Packet;

/** Requests of the binary protocol allocate nothing on the heap either, see {@link ZeroAllocationTest}. */
class BinaryZeroAllocationTest {

    private static final int KEYS = 50;

    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({
        "reads, 1", "reads, 4", "stores, 1", "stores, 4", "joins, 1", "joins, 4", "deletes, 1", "deletes, 4",
        "counts, 1", "counts, 4", "touches, 1", "touches, 4", "others, 1", "others, 4", "split set, 1",
        "split set, 4", "large get, 1", "large get, 4", "large set, 1", "large set, 4"
    })
    void bytesPerRequest(String name, int loops) {
        try (InProcessServer server = new InProcessServer(MemcacheSettings.builder().loops(loops).build())) {
            fill(server);
            RequestDriver driver = new RequestDriver(server, KEYS, key -> pieces(name, key));
            assertEquals(0, driver.leastAllocated(10), "bytes by some hundred requests");
        }
    }

    private static void fill(InProcessServer server) {
        try (InProcessWire wire = server.connect()) {
            for (int i = 0; i < KEYS; i++) {
                wire.send(Packet.of(BinaryVerb.SET, "key:" + i, "v".repeat(100)).bytes());
                wire.send(Packet.of(BinaryVerb.SET, "large:" + i, "v".repeat(100_000)).bytes());
            }
        }
    }

    /** What is measured, as it arrives. */
    private static byte[][] pieces(String name, int number) {
        String key = "key:" + number;
        String missing = "missing:" + number;
        return switch (name) {
            case "reads" -> one(
                    Packet.of(BinaryVerb.GET, key, ""), Packet.of(BinaryVerb.GETKQ, key, ""),
                    Packet.of(BinaryVerb.GATQ, key, ""), Packet.of(BinaryVerb.GATK, key, ""),
                    Packet.of(BinaryVerb.GET, missing, ""), Packet.of(BinaryVerb.GATK, missing, ""),
                    Packet.of(BinaryVerb.GETQ, missing, ""));
            case "stores" -> one(
                    Packet.of(BinaryVerb.SET, key, "value"), Packet.of(BinaryVerb.SETQ, key, "value").extras(7, 100),
                    Packet.of(BinaryVerb.ADD, key, "value"), Packet.of(BinaryVerb.REPLACE, key, "longer value"),
                    Packet.of(BinaryVerb.SET, key, "value").cas(1), Packet.of(BinaryVerb.REPLACE, missing, "value"));
            case "joins" -> one(
                    Packet.of(BinaryVerb.SET, key, "value"), Packet.of(BinaryVerb.APPEND, key, "more"),
                    Packet.of(BinaryVerb.PREPENDQ, key, "more"), Packet.of(BinaryVerb.APPENDQ, missing, "more"));
            case "deletes" -> one(
                    Packet.of(BinaryVerb.SET, key, "value"), Packet.of(BinaryVerb.DELETE, key, "").cas(1),
                    Packet.of(BinaryVerb.DELETEQ, key, ""), Packet.of(BinaryVerb.DELETE, key, ""));
            case "counts" -> one(
                    Packet.of(BinaryVerb.DELETEQ, "number:" + number, ""),
                    Packet.of(BinaryVerb.INCREMENT, "number:" + number, ""),
                    Packet.of(BinaryVerb.INCREMENTQ, "number:" + number, ""),
                    Packet.of(BinaryVerb.DECREMENT, "number:" + number, ""),
                    Packet.of(BinaryVerb.INCREMENT, key, ""));
            case "touches" -> one(Packet.of(BinaryVerb.TOUCH, key, ""), Packet.of(BinaryVerb.TOUCH, missing, ""));
            case "others" -> one(
                    Packet.request(BinaryVerb.NOOP), Packet.request(BinaryVerb.VERSION),
                    Packet.request(0x1b).value("x"));
            case "split set" -> cut(Packet.of(BinaryVerb.SET, key, "value").bytes(), 10, 34, 36);
            case "large get" -> one(
                    Packet.of(BinaryVerb.GETK, "large:" + number, ""), Packet.of(BinaryVerb.GAT, "large:7", ""));
            case "large set" ->
                cut(Packet.of(BinaryVerb.SET, "large:" + number, "w".repeat(100_000)).bytes(), 40_000, 80_000);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static byte[][] one(Packet... packets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Packet packet : packets) {
            bytes.writeBytes(packet.bytes());
        }
        return new byte[][] {bytes.toByteArray()};
    }

    private static byte[][] cut(byte[] bytes, int... cuts) {
        byte[][] pieces = new byte[cuts.length + 1][];
        int from = 0;
        for (int i = 0; i < pieces.length; i++) {
            int to = i < cuts.length ? cuts[i] : bytes.length;
            pieces[i] = Arrays.copyOfRange(bytes, from, to);
            from = to;
        }
        return pieces;
    }
}

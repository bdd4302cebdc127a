package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Meta commands allocate nothing on the heap either, see {@link ZeroAllocationTest}. */
class MetaZeroAllocationTest {

    private static final int KEYS = 50;

    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({
        "mg, 1", "mg, 4", "mg updates, 1", "mg updates, 4", "ms, 1", "ms, 4", "md, 1", "md, 4", "ma, 1", "ma, 4",
        "mn and me, 1", "mn and me, 4", "errors, 1", "errors, 4", "split ms, 1", "split ms, 4", "large mg, 1",
        "large mg, 4", "large ms, 1", "large ms, 4"
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
                wire.ask("ms key:" + i + " 100 F5\r\n" + "v".repeat(100) + "\r\n");
                wire.ask("ms large:" + i + " 100000\r\n" + "v".repeat(100_000) + "\r\n");
                wire.ask("ms number:" + i + " 4\r\n1000\r\n");
                wire.ask("ms a2V5 1 b\r\nx\r\n");
            }
        }
    }

    private static byte[][] pieces(String name, int key) {
        return Arrays.stream(requests(name).split("\\|"))
                .map(piece -> piece.replace("KEY", Integer.toString(key)).getBytes(ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /** What is measured, as it arrives; a bar parts what arrives later. */
    private static String requests(String name) {
        String half = "w".repeat(50_000);
        return switch (name) {
            case "mg" -> "mg key:KEY v s t f c k h l Oabc\r\nmg "
                    + "a2V5 b v k\r\nmg none k O1\r\nmg none q\r\nmg key:KEY u C1\r\n";
            case "mg updates" -> "mg key:KEY T100 t v\r\nmg vivid:KEY N100 R200 k O1 E77\r\n";
            case "ms" -> "ms key:KEY 5 c s k Oabc T50\r\nvalue\r\nms "
                    + "key:KEY 2 MA q\r\nyz\r\nms key:KEY 1 C1 I\r\nx\r\n";
            case "md" -> "ms key:KEY 1\r\nx\r\nmd key:KEY I O1\r\nmd "
                    + "key:KEY x C1\r\nmd key:KEY x\r\nmd key:KEY q\r\nmd none k\r\n";
            case "ma" -> "ma number:KEY v D3\r\nma number:KEY MD D2 t c\r\nma made:KEY N0 J5 v k\r\nma none\r\n";
            case "mn and me" -> "mn\r\nme key:KEY\r\nme none\r\nme a2V5 b x\r\n";
            case "errors" -> "mg\r\nmg k v v\r\nms k 1 z\r\nx\r\nma k z\r\nmd k Tx\r\nma key:KEY\r\nms k 1\r\nxxx";
            case "split ms" -> "ms key:KEY 100 k Oabc c\r\nw|" + "w".repeat(99) + "\r|\n";
            case "large mg" -> "mg large:KEY v k s\r\nmg large:7 s\r\n";
            case "large ms" -> "ms large:KEY 100000 k Oabc\r\n|" + half + "|" + half + "|\r\n";
            default -> throw new IllegalArgumentException(name);
        };
    }
}

package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.core.memory.OutputBuffer;

class LoadOptionsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutOptionsFiftyConnectionsAskOneByOne() {
        LoadSettings settings = Loads.settings();
        assertEquals(new InetSocketAddress(InetAddress.getLoopbackAddress(), 11211), settings.address());
        assertEquals(Dialect.TEXT, settings.dialect());
        assertEquals(50, settings.connections());
        assertEquals(1, settings.depth());
        assertEquals(new LoadSettings.Mix(1, 10, 100_000, 1), settings.mix());
        assertEquals(100, settings.payload().length(17));
        assertEquals(5_000_000_000L, settings.measureNanos());
        assertFalse(settings.isScheduled());
    }

    @Test
    void optionsAreTaken() {
        LoadSettings settings = Loads.settings("--port", "4000", "--connections=20", "--pipeline", "50", "--ratio",
                "0:1", "--keys", "5", "--keys-per-get", "100", "--seconds", "0.5", "--warm-up", "2", "--verify");
        assertEquals(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000), settings.address());
        assertEquals(20, settings.connections());
        assertEquals(50, settings.depth());
        assertEquals(new LoadSettings.Mix(0, 1, 5, 100), settings.mix());
        assertEquals(500_000_000L, settings.measureNanos());
        assertEquals(2_000_000_000L, settings.warmUpNanos());
        assertTrue(settings.verify());
    }

    @Test
    void whatIsSetMayExpire() {
        assertEquals("set 1 0 30 3\r\n", setHead("text"));
        assertEquals("ms 1 3 F0 T30\r\n", setHead("meta"));
        assertEquals("\0\0\0\0\0\0\0\u001e1", setHead("binary").substring(24));
        assertThrows(IllegalArgumentException.class, () -> Loads.settings("--exptime=2592001"));
    }

    private static String setHead(String protocol) {
        LoadSettings settings =
                Loads.settings("--exptime=30", "--key-prefix=", "--value-size=3", "--protocol=" + protocol);
        OutputBuffer head = new OutputBuffer(64);
        settings.dialect().spelling(settings).putSetHead(head, 1);
        return Replies.text(head);
    }

    @Test
    void aPathStandsForAUnixDomainSocket() {
        assertEquals(UnixDomainSocketAddress.of("/run/x"), Loads.settings("--unix=/run/x").address());
        assertEquals(Dialect.BINARY, Loads.settings("--protocol=binary").dialect());
    }

    /** Each side could wait for the other to read. */
    @Test
    void ofLargeValuesThatGoBothWaysNoMoreAreOnTheWayThanSocketsHold() {
        assertEquals(50, Loads.settings("--pipeline=50", "--value-size=100").depth());
        assertEquals(6, Loads.settings("--pipeline=50", "--value-size=10000").depth());
        assertEquals(1, Loads.settings("--pipeline=50", "--value-size=1m").depth());
        assertEquals(50, Loads.settings("--pipeline=50", "--value-size=1m", "--ratio=0:1").depth());
        assertEquals(50, Loads.settings("--pipeline=50", "--value-size=1m", "--fill").depth());
    }

    @Test
    void aRateMakesASchedule() {
        LoadSettings settings = Loads.settings("--rate", "40000");
        assertTrue(settings.isScheduled());
        assertTrue(settings.depth() > 100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port=0            | --port must be 1 to 65535
            --port=x            | Invalid value for option '--port': 'x' is not an int
            --ratio=1           | --ratio is written like 1:10
            --ratio=0:0         | --ratio needs sets or gets
            --keys=0            | --keys must be greater than 0
            --keys-per-get=0    | --keys-per-get must be greater than 0
            --pipeline=0        | --pipeline must be greater than 0
            --threads=0         | --threads must be greater than 0
            --connections=0     | --connections must be at least one per thread
            --seconds=0         | --seconds must be greater than 0
            --rate=-1           | --rate must not be negative
            --key-prefix='a b'  | --key-prefix must be up to 200 letters without blanks
            --value-size=big    | not a size of values: 'big' (100, 100-900k or 100:40,10k:9)
            --protocol=http     | --protocol is text, meta or binary
            --nonsense          | Unknown option: '--nonsense'
            """)
    void whatMakesNoSenseIsSaidInOneLine(String option, String sentence) throws InterruptedException {
        assertEquals(64, run(option));
        assertEquals("LoadGenerator: " + sentence + System.lineSeparator(), err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpNamesTheOptions() throws InterruptedException {
        assertEquals(0, run("--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("--keys-per-get"), out::toString);
    }

    private int run(String... arguments) throws InterruptedException {
        return LoadGenerator.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}

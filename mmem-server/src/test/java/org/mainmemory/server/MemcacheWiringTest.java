package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.memcache.session.BindingProtocol;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.session.ServerOrders;
import org.mainmemory.memcache.store.StoreSettings;
import org.mainmemory.server.options.CommandLine;
import org.mainmemory.server.options.StartFailure;

/** Each option reaches the cache. */
class MemcacheWiringTest {

    @Test
    void defaultsAreTheCaches() throws StartFailure {
        MemcacheSettings expected = MemcacheSettings.builder().listenEverywhere(11211).build();
        assertEquals(expected, wire(1024));
    }

    @Test
    void passesEverythingOn() throws StartFailure {
        MemcacheSettings settings = wire(9, "-p", "1", "-t", "2", "-m", "100", "-M", "-I", "2m", "-vv", "-b", "7",
                "-R", "3", "-C", "-f", "1.5", "-n", "64", "-A", "-F", "-c", "10");
        assertEquals(new StoreSettings(100L << 20, 2 << 20, false, false, 1.5, 64, 512 << 10, 2, false),
                settings.store());
        assertEquals(9, settings.connectionLimit());
        assertEquals(7, settings.backlog());
        assertEquals(3, settings.reqsPerEvent());
        assertEquals(2, settings.verbosity());
        assertTrue(settings.shutdownEnabled());
        assertFalse(settings.flushEnabled());
        assertEquals(2, settings.loops());
    }

    @Test
    void listensOnAUnixSocketAlone() throws StartFailure {
        MemcacheSettings settings = wire(9, "-s", "/x", "-a", "770", "-p", "5", "-l", "a");
        assertEquals(List.of(Endpoint.unix(Path.of("/x"), 0770)), settings.endpoints());
    }

    @Test
    void listensOnAllAddressesOfAName() throws Exception {
        List<Endpoint> expected = List.of(InetAddress.getAllByName("localhost")).stream()
                .map(address -> Endpoint.tcp(new InetSocketAddress(address, 6)))
                .toList();
        assertEquals(expected, wire(9, "-p", "6", "-l", "localhost").endpoints());
    }

    @Test
    void receivesDatagramsWhereItListens() throws Exception {
        assertEquals(List.of(Endpoint.anyAddress(7), Endpoint.anyUdpAddress(7)), wire(9, "-U", "7").endpoints());
        assertEquals(List.of(
                        Endpoint.tcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 6)),
                        Endpoint.udp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7))),
                wire(9, "-p", "6", "-U", "7", "-l", "127.0.0.1").endpoints());
        assertEquals(List.of(), wire(9, "-p", "0").endpoints());
    }

    @Test
    void failsForANameWithoutAddress() {
        StartFailure failure = assertThrows(StartFailure.class, () -> wire(9, "-l", "127.0.0.1,no-such-host.invalid"));
        assertEquals(71, failure.exitCode());
        assertEquals("failed to listen on one of interface(s) 127.0.0.1,no-such-host.invalid: no-such-host.invalid:"
                + " Name or service not known", failure.text());
    }

    @Test
    void keepsExtremesInBounds() throws StartFailure {
        MemcacheSettings settings = wire(9, "-b", "-5", "-n", "2147483647");
        assertEquals(1, settings.backlog());
        assertEquals(512 << 10, settings.store().slabMinSize());
    }

    @Test
    void passesOnWhatIsSaidWithO() throws StartFailure {
        MemcacheSettings settings =
                wire(9, "-L", "-o", "slab_sizes=96-200,sock_cookie_id=5,read_buf_mem_limit=3", "-p", "1");
        assertEquals(List.of(96, 200), settings.store().slabSizes());
        assertTrue(settings.store().largePages());
        assertEquals(5, settings.mark());
        assertEquals(3 << 20, settings.readBufferLimitBytes());
    }

    @Test
    void aPortMaySpeakAnotherProtocol() throws StartFailure {
        MemcacheSettings settings = wire(9, "-l", "127.0.0.1:1,proto[ascii]:127.0.0.1:2");
        assertEquals(BindingProtocol.AUTO, settings.bindingProtocol());
        assertEquals(Map.of(settings.endpoints().get(1), BindingProtocol.ASCII), settings.protocols());
    }

    @ParameterizedTest
    @CsvSource({"auto,AUTO", "ascii,ASCII", "binary,BINARY"})
    void bindsAProtocol(String name, BindingProtocol protocol) throws StartFailure {
        assertEquals(protocol, wire(9, "-B", name).bindingProtocol());
    }

    @Test
    void authenticationBindsAProtocol(@TempDir Path directory) throws Exception {
        String file = Files.writeString(directory.resolve("passwords"), "user:secret\n").toString();
        MemcacheSettings text = wire(9, "-Y", file);
        assertEquals(BindingProtocol.ASCII, text.bindingProtocol());
        assertNotNull(text.textPasswords());
        assertNull(text.saslPasswords());
        MemcacheSettings sasl = wire(9, "-S", "-B", "binary");
        assertEquals(BindingProtocol.BINARY, sasl.bindingProtocol());
        assertNotNull(sasl.saslPasswords());
        assertNull(sasl.textPasswords());
    }

    @Test
    void failsForAPasswordFileThatCannotBeRead(@TempDir Path directory) throws Exception {
        StartFailure missing = assertThrows(StartFailure.class, () -> wire(9, "-Y", "/no/such/file"));
        assertEquals(1, missing.exitCode());
        assertEquals("Could not open authfile [/no/such/file] for reading, error No such file or directory",
                missing.text());
        assertEquals("Could not open authfile [" + directory + "] for reading, error Is a directory",
                assertThrows(StartFailure.class, () -> wire(9, "-Y", directory.toString())).text());
        Path file = Files.writeString(directory.resolve("passwords"), "user\n");
        StartFailure malformed = assertThrows(StartFailure.class, () -> wire(9, "-Y", file.toString()));
        assertEquals(1, malformed.exitCode());
        assertEquals("Authfile [" + file + "] has a malformed entry. Should be 'user:password'", malformed.text());
    }

    private static MemcacheSettings wire(int connectionLimit, String... words) throws StartFailure {
        var serve = (CommandLine.Serve) CommandLine.read(words, "");
        return MemcacheWiring.settings(serve.settings(), connectionLimit, ServerOrders.IGNORED);
    }
}

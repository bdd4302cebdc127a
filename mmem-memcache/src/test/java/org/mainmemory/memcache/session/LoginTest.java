package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.protocol.binary.BinaryVerb;
import org.mainmemory.memcache.protocol.binary.Packet;

/** Clients that have to say who they are: by SASL in the binary protocol, by a set in text. */
class LoginTest {

    @TempDir
    private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void writePasswords() throws IOException {
        file = Files.writeString(folder.resolve("passwords"), "user:secret\nother:wo:rd\r\n:\n");
    }

    private InProcessServer saslServer() throws IOException {
        return new InProcessServer(
                MemcacheSettings.builder().loops(1).saslPasswords(PasswordFile.openDatabase(file)).build());
    }

    private InProcessServer textServer() throws IOException {
        return new InProcessServer(
                MemcacheSettings.builder().loops(1).textPasswords(PasswordFile.open(file)).build());
    }

    private static Packet ask(InProcessWire wire, Packet request) {
        wire.send(request.bytes());
        return Packet.parse(wire.taken().getBytes(ISO_8859_1));
    }

    private static Packet auth(String message) {
        return Packet.of(BinaryVerb.SASL_AUTH, "PLAIN", message);
    }

    @ParameterizedTest
    @EnumSource(value = BinaryVerb.class, names = {"VERSION", "SASL_LIST", "SASL_AUTH", "SASL_STEP"},
            mode = EnumSource.Mode.EXCLUDE)
    void withoutSaslNothingElseIsAnswered(BinaryVerb verb) throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            assertEquals(Packet.request(verb).response(0x20).value("Auth failure."),
                    ask(wire, Packet.of(verb, "k", "v")));
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void aUserAddedToTheDatabaseMayComeInAtOnce() throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            assertEquals(0x20, ask(wire, auth("\0late\0secret")).status());
            Files.writeString(file, "late:secret\n", StandardOpenOption.APPEND);
            assertEquals(0, ask(wire, auth("\0late\0secret")).status());
            Files.delete(file);
            assertEquals(0, ask(wire, auth("\0late\0secret")).status());
            Files.writeString(file, "late:other\n");
            assertEquals(0x20, ask(wire, auth("\0late\0secret")).status());
        }
    }

    @Test
    void saslListAndVersionAreOpenToAll() throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            assertEquals(Version.TEXT, ask(wire, Packet.request(BinaryVerb.VERSION)).text());
            assertEquals(Packet.request(BinaryVerb.SASL_LIST).response(0).value("PLAIN"),
                    ask(wire, Packet.request(BinaryVerb.SASL_LIST)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0user\0secret", "user\0user\0secret", "\0other\0wo"})
    void saslAdmitsWhoHasAPassword(String message) throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            assertEquals(auth("").response(0).value("Authenticated"), ask(wire, auth(message)));
            assertEquals(0, ask(wire, Packet.of(BinaryVerb.SET, "k", "v")).status());
            assertEquals("v", ask(wire, Packet.of(BinaryVerb.GET, "k", "")).text());
            assertEquals(1, server.context.counters.get(Counter.AUTH_CMDS));
            assertEquals(0, server.context.counters.get(Counter.AUTH_ERRORS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0user\0Secret", "\0user\0", "\0user", "user\0secret", "secret", "other\0user\0secret",
        "\0user\0secret\0", "\0\0secret", "\0other\0word", "\0nobody\0secret", "\0", "\0\0\0"})
    void saslRefusesOthers(String message) throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            assertEquals(auth("").response(0x20).value("Auth failure."), ask(wire, auth(message)));
            assertEquals(1, server.context.counters.get(Counter.AUTH_ERRORS));
            assertEquals(0x20, ask(wire, Packet.of(BinaryVerb.GET, "k", "")).status());
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void saslMayTakeTwoSteps() throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            Packet step = Packet.of(BinaryVerb.SASL_STEP, "PLAIN", "\0user\0secret");
            assertEquals(0x20, ask(wire, step).status(), "there is no step without a start");
            assertEquals(auth("").response(0x21), ask(wire, auth("")));
            assertEquals("Authenticated", ask(wire, step).text());
            assertEquals(0, ask(wire, Packet.request(BinaryVerb.NOOP)).status());
        }
    }

    @Test
    void aFailedAttemptTakesBackAnEarlierSuccess() throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            ask(wire, auth("\0user\0secret"));
            assertEquals(0x20, ask(wire, auth("\0user\0wrong")).status());
            assertEquals(0x20, ask(wire, Packet.request(BinaryVerb.NOOP)).status());
        }
    }

    @ParameterizedTest
    @CsvSource({"CRAM-MD5,8,32", "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX,8,32", "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX,8,4",
        "PLAIN,768,32", "PLAIN,200000,32", "plain,8,32"})
    void saslRefusesOtherMechanismsAndLongMessages(String mechanism, int length, int status) throws IOException {
        try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
            Packet request = Packet.of(BinaryVerb.SASL_AUTH, mechanism, "x".repeat(length));
            assertEquals(status, ask(wire, request).status());
            assertEquals(0, ask(wire, Packet.request(BinaryVerb.VERSION)).status());
        }
    }

    @Test
    void saslMessagesMayComeInPieces() throws IOException {
        byte[] bytes = auth("\0user\0secret").bytes();
        for (int cut = 1; cut < bytes.length; cut++) {
            try (InProcessServer server = saslServer(); InProcessWire wire = server.connect()) {
                wire.send(Arrays.copyOf(bytes, cut));
                wire.send(Arrays.copyOfRange(bytes, cut, bytes.length));
                assertEquals("Authenticated", Packet.parse(wire.taken().getBytes(ISO_8859_1)).text());
            }
        }
    }

    @Test
    void aFileIsReadAnewOnlyIfItIsGood() throws IOException {
        PasswordFile passwords = PasswordFile.open(file);
        assertTrue(passwords.admits(bytes("other"), bytes("wo:rd")));
        assertTrue(passwords.admits(bytes(""), bytes("")));
        assertFalse(passwords.admits(bytes("other"), bytes("wo")));
        Files.writeString(file, "user:new\n");
        assertTrue(passwords.admits(bytes("user"), bytes("secret")));
        passwords.reload();
        assertFalse(passwords.admits(bytes("user"), bytes("secret")));
        assertTrue(passwords.admits(bytes("user"), bytes("new")));
        Files.writeString(file, "user:newer\nnonsense\n");
        assertEquals("Authfile [" + file + "] has a malformed entry. Should be 'user:password'",
                assertThrows(IOException.class, passwords::reload).getMessage());
        Files.writeString(file, "");
        assertEquals("Authfile [" + file + "] has a malformed entry. Should be 'user:password'",
                assertThrows(IOException.class, passwords::reload).getMessage());
        Files.delete(file);
        assertThrows(IOException.class, passwords::reload);
        assertTrue(passwords.admits(bytes("user"), bytes("new")));
        assertThrows(IOException.class, () -> PasswordFile.open(file));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Test
    void textClientsSetUserAndPassword() throws IOException {
        try (InProcessServer server = textServer(); InProcessWire wire = server.connect()) {
            assertEquals("CLIENT_ERROR unauthenticated\r\n", wire.ask("get foo\r\n"));
            assertEquals("STORED\r\n", wire.ask("set any x y 11 noreply\r\nother wo:rd\r\n"));
            assertEquals("END\r\n", wire.ask("get any\r\n"));
            assertEquals("STORED\r\n", wire.ask("set k 0 0 3\r\nbar\r\n"));
            assertEquals(1, server.context.counters.get(Counter.AUTH_CMDS));
            assertTrue(wire.ask("stats settings\r\n").contains("STAT auth_enabled_ascii " + file + "\r\n"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "get foo\\r\\n|unauthenticated", "version\\r\\n|unauthenticated", "add k 0 0 11\\r\\n|unauthenticated",
        "set k 0 0\\r\\n|unauthenticated", "set k 0 0 x\\r\\n|unauthenticated", "settle k 0 0 1\\r\\n|unauthenticated",
        "ms k 11\\r\\n|unauthenticated", "set k 0 0 -1\\r\\n|unauthenticated",
        "set k 0 0 16385\\r\\n|auth token too long", "set k 0 0 2147483646\\r\\n|auth token too long",
        "set k 0 0 11\\r\\nuser secretXX|bad command line termination",
        "set k 0 0 10\\r\\nusersecret\\r\\n|bad authentication token format",
        "set k 0 0 11\\r\\nuser Secret\\r\\n|authentication failure",
        "set k 0 0 12\\r\\nuser secret \\r\\n|authentication failure",
        "set k 0 0 1\\r\\n \\r\\n|STORED"
    })
    void otherTextIsRefused(String said, String error) throws IOException {
        String request = said.replace("\\r", "\r").replace("\\n", "\n");
        String reply = error.equals("STORED") ? "STORED\r\n" : "CLIENT_ERROR " + error + "\r\n";
        for (int cut = 0; cut < request.length(); cut++) {
            try (InProcessServer server = textServer(); InProcessWire wire = server.connect()) {
                assertEquals("", wire.ask(request.substring(0, cut)));
                assertEquals(reply, wire.ask(request.substring(cut)));
                assertFalse(wire.isClosed());
                wire.ask("set k 0 0 11\r\nuser secret\r\n");
                assertTrue(wire.ask("version\r\n").startsWith("VERSION "));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"quit\r\n", "a\n", "\u0080\0\0\0\n"})
    void aLineThatIsTooShortHangsUp(String line) throws IOException {
        try (InProcessServer server = textServer(); InProcessWire wire = server.connect()) {
            assertEquals("", wire.ask(line));
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void aLineWithoutEndHangsUp() throws IOException {
        try (InProcessServer server = textServer(); InProcessWire wire = server.connect()) {
            wire.ask("get " + "k".repeat(2044));
            assertFalse(wire.isClosed());
            wire.ask("k");
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void theLongestTokenIsTaken() throws IOException {
        Files.writeString(file, "user:" + "p".repeat(16379) + "\n");
        try (InProcessServer server = textServer(); InProcessWire wire = server.connect()) {
            assertEquals("STORED\r\n", wire.ask("set k 0 0 16384\r\nuser " + "p".repeat(16379) + "\r\n"));
        }
    }
}

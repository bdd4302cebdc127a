package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.session.ServerOrders;
import org.mainmemory.server.options.CommandLine;
import org.mainmemory.server.options.StartFailure;

/** What a user reads when a port or socket cannot be opened. */
class ListenFailureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -p 7        | TCP port 7
            -l a -l b:9 | one of interface(s) a,b:9
            -l a -s /x  | UNIX socket: /x
            """)
    void namesWhatWasAskedFor(String words, String where) throws StartFailure {
        var serve = (CommandLine.Serve) CommandLine.read(words.split(" "), "");
        IOException cause = new IOException("wrapped", new BindException("Address already in use"));
        StartFailure failure = ListenFailure.of(serve.settings().listening(), cause);
        assertEquals("failed to listen on " + where + ": Address already in use", failure.text());
        assertEquals(71, failure.exitCode());
    }

    @Test
    void namesTheUdpPort() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            var serve = (CommandLine.Serve) CommandLine.read(new String[] {"-p", "-1", "-U", port}, "");
            MemcacheSettings memcache = MemcacheWiring.settings(serve.settings(), 9, ServerOrders.IGNORED);
            IOException cause = assertThrows(IOException.class, () -> MemcacheServer.bind(memcache));
            StartFailure failure = ListenFailure.of(serve.settings().listening(), cause);
            assertEquals("failed to listen on UDP port " + port + ": Address already in use", failure.text());
        }
    }

    @Test
    void namesACauseWithoutWords() throws StartFailure {
        var serve = (CommandLine.Serve) CommandLine.read(new String[0], "");
        assertEquals("failed to listen on TCP port 11211: java.io.IOException",
                ListenFailure.of(serve.settings().listening(), new IOException()).text());
    }
}

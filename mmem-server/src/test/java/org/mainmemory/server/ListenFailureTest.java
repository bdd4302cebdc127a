package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void namesACauseWithoutWords() throws StartFailure {
        var serve = (CommandLine.Serve) CommandLine.read(new String[0], "");
        assertEquals("failed to listen on TCP port 11211: java.io.IOException",
                ListenFailure.of(serve.settings().listening(), new IOException()).text());
    }
}

package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transcripts hold for memcached itself, but for what its release is known to do otherwise
 * ({@code transcripts/differences}).
 */
class TranscriptsAgainstMemcachedIT {

    private static String release = "";

    @BeforeAll
    static void findMemcached() {
        release = MemcachedProcess.release().orElse("");
        assumeTrue(!release.isEmpty(), "memcached is not installed: nothing to compare with");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void memcachedSaysTheSame(Transcript transcript) throws IOException, InterruptedException {
        assumeTrue(!transcript.newest() || Version.TEXT.startsWith(release + "-"), "this release is older");
        Transcript expected = transcript.with(Transcript.differences(release));
        try (MemcachedProcess memcached = MemcachedProcess.start(transcript.options());
                Wire wire = new SocketWire(memcached.port())) {
            new TranscriptPlayer(expected, wire).stepByStep();
        }
    }

    static List<Transcript> transcripts() {
        return Transcript.all();
    }
}

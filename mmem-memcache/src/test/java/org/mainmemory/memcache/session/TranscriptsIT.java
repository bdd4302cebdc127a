package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server says over TCP what the transcripts have, with one loop and with several. */
class TranscriptsIT {

    private static final int CUTS = 20;

    @ParameterizedTest(name = "{0}, {1} loops")
    @MethodSource("transcriptsAndLoops")
    void stepByStep(Transcript transcript, int loops) throws IOException {
        try (MemcacheServer server = MemcacheServer.start(transcript.settings(loops));
                Wire wire = new SocketWire(server.port())) {
            new TranscriptPlayer(transcript, wire).stepByStep();
        }
    }

    @ParameterizedTest(name = "{0}, {1} loops")
    @MethodSource("transcriptsAndLoops")
    void inTwo(Transcript transcript, int loops) throws IOException {
        assumeFalse(transcript.whole() || transcript.refersBack() || transcript.large(), "not for this transcript");
        for (int i = 0; i < CUTS; i++) {
            try (MemcacheServer server = MemcacheServer.start(transcript.settings(loops));
                    Wire wire = new SocketWire(server.port())) {
                TranscriptPlayer player = new TranscriptPlayer(transcript, wire);
                player.inTwo(new Random(i).nextInt(player.requests().length));
            }
        }
    }

    static Stream<Arguments> transcriptsAndLoops() {
        return Transcript.all().stream()
                .flatMap(transcript -> Stream.of(1, 2, 4).map(loops -> Arguments.of(transcript, loops)));
    }
}

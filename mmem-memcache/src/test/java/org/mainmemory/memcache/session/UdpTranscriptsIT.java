package org.mainmemory.memcache.session;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server says over UDP what the transcripts have, each step being a datagram. */
class UdpTranscriptsIT {

    /** What a datagram holds of a request. */
    private static final int LONGEST = 65_507 - UdpConversation.FRAME_BYTES;

    /** What asks for something that takes more than a turn, which a datagram is not answered. */
    private static final Set<String> OTHERS = Set.of("stats-forms.txt");

    @ParameterizedTest(name = "{0}, {1} loops")
    @MethodSource("transcriptsAndLoops")
    void stepByStep(Transcript transcript, int loops) throws IOException {
        try (MemcacheServer server = MemcacheServer.start(transcript.builder(loops).udpOnLoopback(0).build());
                Wire wire = new UdpWire(server)) {
            new TranscriptPlayer(transcript, wire).stepByStep();
        }
    }

    static Stream<Arguments> transcriptsAndLoops() {
        return Transcript.all().stream()
                .filter(UdpTranscriptsIT::fits)
                .flatMap(transcript -> Stream.of(1, 4).map(loops -> Arguments.of(transcript, loops)));
    }

    private static boolean fits(Transcript transcript) {
        TranscriptBytes bytes = new TranscriptBytes();
        return !OTHERS.contains(transcript.name())
                && transcript.steps().stream().noneMatch(step -> step.close()
                        || (!transcript.refersBack() && bytes.request(step.request()).length > LONGEST));
    }
}

package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mainmemory.memcache.store.StoreStats;

/** Sessions say what the transcripts have, however the requests arrive, and hold nothing afterwards. */
class TranscriptsTest {

    private static final int CUTS_OF_LARGE = 12;

    /** Plays a transcript. */
    @FunctionalInterface
    private interface Play {
        void on(TranscriptPlayer player) throws IOException;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void stepByStep(Transcript transcript) throws IOException {
        play(transcript, TranscriptPlayer::stepByStep);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void byteByByte(Transcript transcript) throws IOException {
        assumeFalse(transcript.whole() || transcript.large(), "not for this transcript");
        play(transcript, TranscriptPlayer::byteByByte);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void splitAnywhere(Transcript transcript) throws IOException {
        assumeFalse(transcript.whole() || transcript.refersBack(), "not for this transcript");
        int length = lengthOf(transcript);
        if (transcript.large()) {
            Random random = new Random(length);
            for (int i = 0; i < CUTS_OF_LARGE; i++) {
                int cut = random.nextInt(length);
                play(transcript, player -> player.inTwo(cut));
            }
            return;
        }
        for (int cut = 0; cut <= length; cut++) {
            int at = cut;
            play(transcript, player -> player.inTwo(at));
        }
    }

    private static int lengthOf(Transcript transcript) throws IOException {
        try (InProcessServer server = new InProcessServer(); Wire wire = server.connect()) {
            return new TranscriptPlayer(transcript, wire).requests().length;
        }
    }

    private static void play(Transcript transcript, Play play) throws IOException {
        try (InProcessServer server = new InProcessServer(transcript.settings(1))) {
            try (InProcessWire wire = server.connect()) {
                play.on(new TranscriptPlayer(transcript, wire));
            }
            StoreStats stats = server.store.stats();
            assertEquals(0, stats.pinned(), "pinned");
            assertEquals(0, stats.reserved(), "reserved");
            assertEquals(0, server.context.openPhases(), "open phases");
        }
    }

    static List<Transcript> transcripts() {
        return Transcript.all();
    }
}

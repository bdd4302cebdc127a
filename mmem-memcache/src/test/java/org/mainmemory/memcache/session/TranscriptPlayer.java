package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.mainmemory.memcache.session.Transcript.Step;

/** Plays a {@link Transcript} on a {@link Wire}. At its end the server must have nothing more to say. */
final class TranscriptPlayer {

    private static final String LAST_REQUEST = "version\\r\\n";
    private static final String LAST_REPLY = "VERSION \\[*]\\r\\n";
    private static final String LAST_PACKET = "noop opaque=0xdeadbeef";

    private final Transcript transcript;
    private final Wire wire;
    private final TranscriptBytes bytes = new TranscriptBytes();

    TranscriptPlayer(Transcript transcript, Wire wire) {
        this.transcript = transcript;
        this.wire = wire;
    }

    /** Sends a step's requests together, then looks at the replies. */
    void stepByStep() throws IOException {
        for (Step step : transcript.steps()) {
            wire.send(bytes.request(step.request()));
            expect(step);
        }
        finish();
    }

    /** Sends a step's requests byte by byte. */
    void byteByByte() throws IOException {
        for (Step step : transcript.steps()) {
            for (byte b : bytes.request(step.request())) {
                wire.send(new byte[] {b});
            }
            expect(step);
        }
        finish();
    }

    /** Sends all requests together, in two pieces of which the first has {@code cut} bytes. */
    void inTwo(int cut) throws IOException {
        byte[] requests = requests();
        wire.send(Arrays.copyOf(requests, cut));
        wire.send(Arrays.copyOfRange(requests, cut, requests.length));
        for (Step step : transcript.steps()) {
            expect(step);
        }
        finish();
    }

    /** All requests in a row. */
    byte[] requests() {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (Step step : transcript.steps()) {
            requests.writeBytes(bytes.request(step.request()));
        }
        return requests.toByteArray();
    }

    private void expect(Step step) throws IOException {
        String where = transcript.name() + ", after " + step.requests();
        bytes.expect(step.reply(), wire.replies(), where);
        if (step.close()) {
            assertEquals(-1, wire.replies().read(), where + ": not closed");
        }
    }

    private void finish() throws IOException {
        if (!transcript.steps().getLast().close()) {
            boolean binary = transcript.isBinary();
            wire.send(bytes.request(binary ? PacketLine.text(true, LAST_PACKET) : LAST_REQUEST));
            bytes.expect(binary ? PacketLine.text(false, LAST_PACKET) : LAST_REPLY, wire.replies(),
                    transcript.name() + ", at its end");
        }
    }
}

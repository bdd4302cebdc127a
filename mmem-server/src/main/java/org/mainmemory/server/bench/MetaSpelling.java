package org.mainmemory.server.bench;

import java.nio.charset.StandardCharsets;
import org.mainmemory.core.memory.OutputBuffer;

/** {@code ms <key> <bytes> F<flags> T<exptime>}, the value, and {@code mg <key> k f v} for each key. */
record MetaSpelling(Payload payload, boolean verify, int exptimeSeconds) implements RequestSpelling {

    private static final byte[] SET = "ms ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GET = "mg ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEY_FLAGS_VALUE = " k f v\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FLAGS = " F".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXPTIME = " T".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void putSetHead(OutputBuffer out, long key) {
        out.putBytes(SET);
        payload.putKey(out, key);
        out.putByte((byte) ' ');
        out.putUnsigned(payload.length(key));
        out.putBytes(FLAGS);
        out.putUnsigned(verify ? payload.flags(key) : 0);
        if (exptimeSeconds > 0) {
            out.putBytes(EXPTIME);
            out.putUnsigned(exptimeSeconds);
        }
        out.putBytes(END_OF_LINE);
    }

    @Override
    public void putSetTail(OutputBuffer out) {
        out.putBytes(END_OF_LINE);
    }

    @Override
    public void putGet(OutputBuffer out, long key, int at, int count) {
        out.putBytes(GET);
        payload.putKey(out, key);
        out.putBytes(KEY_FLAGS_VALUE);
    }
}

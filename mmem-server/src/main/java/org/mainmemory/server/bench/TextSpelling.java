package org.mainmemory.server.bench;

import java.nio.charset.StandardCharsets;
import org.mainmemory.core.memory.OutputBuffer;

/** {@code set <key> <flags> <exptime> <bytes>}, the value, and {@code get <key> <key> ...}. */
record TextSpelling(Payload payload, boolean verify, int exptimeSeconds) implements RequestSpelling {

    private static final byte[] SET = "set ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GET = "get ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void putSetHead(OutputBuffer out, long key) {
        out.putBytes(SET);
        payload.putKey(out, key);
        out.putByte((byte) ' ');
        out.putUnsigned(verify ? payload.flags(key) : 0);
        out.putByte((byte) ' ');
        out.putUnsigned(exptimeSeconds);
        out.putByte((byte) ' ');
        out.putUnsigned(payload.length(key));
        out.putBytes(END_OF_LINE);
    }

    @Override
    public void putSetTail(OutputBuffer out) {
        out.putBytes(END_OF_LINE);
    }

    @Override
    public void putGet(OutputBuffer out, long key, int at, int count) {
        if (at == 0) {
            out.putBytes(GET);
        } else {
            out.putByte((byte) ' ');
        }
        payload.putKey(out, key);
        if (at == count - 1) {
            out.putBytes(END_OF_LINE);
        }
    }
}

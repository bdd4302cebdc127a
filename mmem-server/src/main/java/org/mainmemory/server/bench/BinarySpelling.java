package org.mainmemory.server.bench;

import org.mainmemory.core.memory.OutputBuffer;

/** SET, GETKQ and GETK packets; the opaque of a get is the place of its key in the request, from 0. */
record BinarySpelling(Payload payload, boolean verify, int exptimeSeconds) implements RequestSpelling {

    static final int SET = 0x01;
    static final int GETK = 0x0c;
    static final int GETKQ = 0x0d;

    private static final int MAGIC = 0x80;
    private static final int SET_EXTRAS = 8;

    @Override
    public void putSetHead(OutputBuffer out, long key) {
        putHeader(out, SET, key, SET_EXTRAS, payload.length(key), 0);
        putInt(out, verify ? payload.flags(key) : 0);
        putInt(out, exptimeSeconds);
        payload.putKey(out, key);
    }

    @Override
    public void putSetTail(OutputBuffer out) {
        // The header has told the length.
    }

    @Override
    public void putGet(OutputBuffer out, long key, int at, int count) {
        putHeader(out, at == count - 1 ? GETK : GETKQ, key, 0, 0, at);
        payload.putKey(out, key);
    }

    private void putHeader(OutputBuffer out, int opcode, long key, int extrasLength, int valueLength, int opaque) {
        int keyLength = payload.keyLength(key);
        putInt(out, MAGIC << 24 | opcode << 16 | keyLength);
        putInt(out, extrasLength << 24);
        putInt(out, extrasLength + keyLength + valueLength);
        putInt(out, opaque);
        out.putWord(0, Long.BYTES);
    }

    private static void putInt(OutputBuffer out, int value) {
        out.putWord(Integer.reverseBytes(value), Integer.BYTES);
    }
}

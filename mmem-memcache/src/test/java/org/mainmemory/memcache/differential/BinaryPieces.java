package org.mainmemory.memcache.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mainmemory.memcache.differential.Piece.Bytes;
import org.mainmemory.memcache.differential.Piece.Cas;

/** Takes replies of the binary protocol apart: the low byte of a packet's opaque is the number of its key. */
final class BinaryPieces implements ReplyPieces {

    private static final int HEADER = 24;
    private static final int BODY_LENGTH_OFFSET = 8;
    private static final int OPAQUE_END = 15;
    private static final int CAS_OFFSET = 16;

    @Override
    public List<Piece> of(String replies) {
        ByteBuffer bytes = ByteBuffer.wrap(replies.getBytes(ISO_8859_1));
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (bytes.limit() - at >= HEADER && replies.charAt(at) == 0x81) {
            long end = (long) at + HEADER + bytes.getInt(at + BODY_LENGTH_OFFSET);
            if (end < at || end > bytes.limit()) {
                break;
            }
            pieces.add(new Bytes(replies.substring(at, at + CAS_OFFSET)));
            pieces.add(new Cas(replies.charAt(at + OPAQUE_END), bytes.getLong(at + CAS_OFFSET)));
            pieces.add(new Bytes(replies.substring(at + HEADER, (int) end)));
            at = (int) end;
        }
        if (at < replies.length()) {
            pieces.add(new Bytes(replies.substring(at)));
        }
        return pieces;
    }
}

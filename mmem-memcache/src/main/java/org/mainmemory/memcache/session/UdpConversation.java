package org.mainmemory.memcache.session;

import java.nio.ByteBuffer;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.DatagramPort;
import org.mainmemory.core.net.DatagramSession;
import org.mainmemory.core.net.DatagramShape;

/**
 * memcached's protocols over UDP.
 *
 * <h2>The frame</h2>
 * Each datagram begins with eight bytes, four numbers of 16 bits, the high byte first: the request's number, which the
 * reply repeats; which datagram of its message it is; how many the message has; and 0. What follows is the stream of a
 * connection, cut where datagrams end.
 *
 * <h2>Requests</h2>
 * A request is one datagram, so it must say that there is 1; else it is dropped, as is one without anything behind the
 * frame. Its other numbers are not looked at. It is a conversation of its own: its first byte says which protocol it
 * speaks (unless the settings do), it may hold several commands, and quit ends it without a reply. What is not all
 * there (a line without its end, a value cut short) is dropped with the datagram, and so is what takes more than one
 * turn to answer (a watch, dumps, {@code stats sizes}); the commands before it are answered, and {@code stats conns} by
 * an error. Nothing is kept for the next datagram, which may be anybody's.
 *
 * <h2>Replies</h2>
 * What a connection would have been sent in reply to all of the datagram is one message: its datagrams count from 0 and
 * all tell the same total. memcached counts anew for each piece of a reply that it happens to keep by itself, each hit
 * of a {@code get a b} for one, so its client gets several datagrams that all say they are the first of one and cannot
 * tell when it has everything. A client that reads what the frame says is served by either for a single key, and for
 * several only by this. A datagram has {@value #DATAGRAM_BYTES} bytes at most, as memcached's have, and goes through
 * any Ethernet whole. Where there is nothing to say (noreply, quiet commands, quit) no datagram is sent.
 *
 * <h2>Bounds</h2>
 * A sender's address may be forged, and then replies go to a victim: the larger they are beside the request the better
 * for the attacker. A message has {@value #REPLY_BYTES} bytes at most, 95 datagrams; they leave back to back, and a
 * socket with Linux's usual buffer has no room for more. A longer reply is not sent; the client is told so, and has
 * TCP. Nor is one answered that begins with the line ERROR: whatever a server replies, another one's reply to
 * that begins so, or the reply to that does, and two that were set on each other by a forged address would go on for
 * ever.
 */
final class UdpConversation implements DatagramSession {

    /** The longest datagram that is sent, its frame included. */
    static final int DATAGRAM_BYTES = 1400;
    /** The longest reply. */
    static final int REPLY_BYTES = 128 << 10;
    /** The eight bytes that each datagram begins with. */
    static final int FRAME_BYTES = 8;

    private static final DatagramShape SHAPE = new DatagramShape(FRAME_BYTES, DATAGRAM_BYTES, REPLY_BYTES);
    private static final int COUNT_OFFSET = 4;
    private static final short RESERVED = 0;
    /** ERROR CR LF, as the low bytes of a word. */
    private static final long ERROR_LINE = 0x0A_0D_52_4F_52_52_45L;
    private static final int ERROR_LENGTH = 7;
    private static final long ERROR_MASK = (1L << (ERROR_LENGTH * Byte.SIZE)) - 1;

    private final DatagramPort port;
    private final MemcacheSession session;
    private short requestId;

    UdpConversation(SessionContext context, DatagramPort port, long number) {
        this.port = port;
        this.session = new MemcacheSession(context, new UdpPeer(port), number);
    }

    /** The conversation itself. */
    MemcacheSession session() {
        return session;
    }

    @Override
    public DatagramShape shape() {
        return SHAPE;
    }

    @Override
    public void onDatagram(InputBuffer in, OutputBuffer out) {
        int start = in.start();
        if (in.length() <= FRAME_BYTES || bigEndian(in, start + COUNT_OFFSET) != 1) {
            return;
        }
        requestId = bigEndian(in, start);
        in.consume(FRAME_BYTES);
        if (beginsWithError(in)) {
            return;
        }
        if (!session.answer(in, out) || !port.flush()) {
            port.discard();
            out.clear();
            session.refuse(out);
        }
    }

    private static short bigEndian(InputBuffer in, int index) {
        return Short.reverseBytes(in.shortAt(index));
    }

    private static boolean beginsWithError(InputBuffer in) {
        return in.length() >= ERROR_LENGTH
                && (in.longAt(in.start()) & ERROR_MASK) == ERROR_LINE;
    }

    @Override
    public void putHeader(ByteBuffer target, int index, int count) {
        target.putShort(requestId).putShort((short) index).putShort((short) count).putShort(RESERVED);
    }
}

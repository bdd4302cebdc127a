package org.mainmemory.core.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/** A reply on its way through a socket that takes it, or not yet, or never. */
class DatagramReplyTest {

    private static final SocketAddress PEER = new InetSocketAddress(9);

    private final DatagramReply reply = new DatagramReply(new DatagramShape(2, 6, 11));
    private final List<String> sent = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    @Test
    void isCutBehindHeaders() throws IOException {
        assertEquals(3, write("abc"));
        assertEquals(8, write("defghijk"));
        assertEquals(0, write("l"));
        reply.sealFor(PEER);
        send();
        assertEquals(List.of("03abcd", "13efgh", "23ijk"), sent);
        assertFalse(reply.isUnsent());
    }

    @Test
    void goesOnWhereItHadToWait() throws IOException {
        write("abcdefghijk");
        reply.sealFor(PEER);
        room = 0;
        send();
        assertEquals(List.of(), sent);
        for (int datagrams = 1; datagrams <= 3; datagrams++) {
            assertTrue(reply.isUnsent());
            room = 1;
            send();
            assertEquals(datagrams, sent.size());
        }
        assertFalse(reply.isUnsent());
        assertEquals(List.of("03abcd", "13efgh", "23ijk"), sent);
    }

    @Test
    void nothingIsNoDatagram() throws IOException {
        reply.sealFor(PEER);
        assertFalse(reply.isUnsent());
        send();
        assertEquals(List.of(), sent);
    }

    @Test
    void aClearedOneBeginsAnew() throws IOException {
        write("abcdefghijk");
        reply.sealFor(PEER);
        assertThrows(IOException.class, () -> reply.sendTo((datagram, peer) -> {
            throw new IOException("no route");
        }, new Numbering(), counters()));
        reply.clear();
        assertFalse(reply.isUnsent());
        write("xy");
        reply.sealFor(PEER);
        send();
        assertEquals(List.of("01xy"), sent);
    }

    @Test
    void shapesMakeSense() {
        assertThrows(IllegalArgumentException.class, () -> new DatagramShape(8, 8, 1));
        assertThrows(IllegalArgumentException.class, () -> new DatagramShape(-1, 8, 1));
        assertThrows(IllegalArgumentException.class, () -> new DatagramShape(0, 65_508, 1));
        assertThrows(IllegalArgumentException.class, () -> new DatagramShape(0, 8, 0));
    }

    private int write(String text) {
        return reply.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    private void send() throws IOException {
        reply.sendTo(this::take, new Numbering(), counters());
    }

    private int take(ByteBuffer datagram, SocketAddress peer) {
        assertEquals(PEER, peer);
        if (room == 0) {
            return 0;
        }
        room--;
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        sent.add(new String(bytes, ISO_8859_1));
        return bytes.length;
    }

    private static LoopCounters counters() throws IOException {
        LoopGroup loops = LoopGroup.open(1);
        EventLoop loop = loops.loop(0);
        loops.stop();
        return loop.counters();
    }

    /** Writes headers of two digits. */
    private static final class Numbering implements DatagramSession {

        @Override
        public void onDatagram(InputBuffer datagram, OutputBuffer output) {
            throw new IllegalStateException("not asked");
        }

        @Override
        public void putHeader(ByteBuffer target, int index, int count) {
            target.put((byte) ('0' + index)).put((byte) ('0' + count));
        }
    }
}

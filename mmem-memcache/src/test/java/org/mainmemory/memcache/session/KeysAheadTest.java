package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.protocol.binary.BinaryVerb;
import org.mainmemory.memcache.protocol.binary.Packet;
import org.mainmemory.memcache.store.ItemsAhead;

/** Which keys sessions note when they look ahead, and until when. */
class KeysAheadTest {

    private final InProcessServer server = new InProcessServer();
    private final KeysAhead keysAhead = server.context.keysAhead;
    private final InputBuffer in = new InputBuffer(1024);
    private final OutputBuffer out = new OutputBuffer(1024);
    private final MemcacheSession session = new MemcacheSession(server.context, new Drain(out));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theKeyOfTheFirstRequestIsNotedAndLookedAtBeforeItIsAnswered() {
        receive("get key\r\nget other\r\n".getBytes(ISO_8859_1));
        session.lookAhead(in);
        assertEquals(1, keysAhead.noted());
        session.onInput(in, out);
        assertEquals(0, keysAhead.noted());
    }

    @Test
    void aBinaryOneAsWell() {
        receive(Packet.of(BinaryVerb.GET, "key", "").bytes());
        session.lookAhead(in);
        assertEquals(1, keysAhead.noted());
    }

    @Test
    void whatHasNoKeyIsNotNoted() {
        session.lookAhead(in);
        receive("version\r\n".getBytes(ISO_8859_1));
        session.lookAhead(in);
        in.clear();
        receive(Packet.request(BinaryVerb.NOOP).bytes());
        session.lookAhead(in);
        assertEquals(0, keysAhead.noted());
    }

    @Test
    void theRestOfARequestIsNoKey() {
        receive("set key 0 0 20000\r\n".getBytes(ISO_8859_1));
        session.onInput(in, out);
        receive("this is the value".getBytes(ISO_8859_1));
        session.lookAhead(in);
        assertEquals(0, keysAhead.noted());
        session.onClose();
    }

    @Test
    void noMoreAreNotedThanAreLookedAtTogether() {
        receive("get key\r\n".getBytes(ISO_8859_1));
        for (int i = 0; i < ItemsAhead.MOST + 3; i++) {
            session.lookAhead(in);
        }
        assertEquals(ItemsAhead.MOST, keysAhead.noted());
        session.onInput(in, out);
        assertEquals(0, keysAhead.noted());
    }

    private void receive(byte[] bytes) {
        in.compact();
        in.append(MemorySegment.ofArray(bytes), 0, bytes.length);
    }
}

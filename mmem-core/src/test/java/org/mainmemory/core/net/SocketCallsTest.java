package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.mainmemory.core.net.SocketCalls.Numbers;

class SocketCallsTest {

    /** From the systems' headers. */
    @Test
    void knowsTheNumbersOfEachSystem() {
        assertEquals(new Numbers(1, 36, 26), Numbers.of("Linux"));
        assertEquals(new Numbers(0xffff, 0x1015, 27), Numbers.of("FreeBSD"));
        assertEquals(new Numbers(0xffff, 0x1021, 27), Numbers.of("OpenBSD"));
        assertEquals(new Numbers(0xffff, 0, 27), Numbers.of("Mac OS X"));
        assertEquals(new Numbers(0xffff, 0, 27), Numbers.of("NetBSD"));
    }
}

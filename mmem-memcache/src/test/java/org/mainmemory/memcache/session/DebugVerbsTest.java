package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The server's clock can be moved, by those who asked for it when they started it. */
class DebugVerbsTest {

    @Test
    void theyAreNotThere() {
        try (InProcessServer server = new InProcessServer()) {
            InProcessWire wire = server.connect();
            assertEquals("ERROR\r\n", wire.ask("debugtime 5\r\n"));
            assertEquals("ERROR\r\n", wire.ask("misbehave\r\n"));
            assertEquals("ERROR\r\n", wire.ask("debugitem ref k\r\n"));
        }
    }

    @Test
    void theClockStopsGoesAndMoves() {
        AdminSettings admin = new AdminSettings(':', false, true, true, false, 0, true, 1 << 16, 1 << 16, true, true,
                true, Tuning.DEFAULTS);
        try (InProcessServer server = new InProcessServer(MemcacheSettings.builder().loops(1).admin(admin).build())) {
            InProcessWire wire = server.connect();
            assertEquals("STORED\r\n", wire.ask("set k 0 5 1\r\nx\r\n"));
            assertEquals("OK\r\n", wire.ask("debugtime p\r\n"));
            server.passSeconds(10);
            assertEquals("VALUE k 0 1\r\nx\r\nEND\r\n", wire.ask("get k\r\n"));
            assertEquals("OK\r\n", wire.ask("debugtime 4\r\n"));
            assertEquals("VALUE k 0 1\r\nx\r\nEND\r\n", wire.ask("get k\r\n"));
            assertEquals("OK\r\n", wire.ask("debugtime r\r\n"));
            assertEquals("END\r\n", wire.ask("get k\r\n"));
            assertEquals("ERROR\r\n", wire.ask("debugtime x\r\n"));
            assertEquals("ERROR\r\n", wire.ask("debugtime\r\n"));
        }
    }
}

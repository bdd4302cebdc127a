package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Exptime;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** A store in a file, ended and opened again. */
class RestartTest {

    private static final StoreSettings SETTINGS = StoreSettings.defaults(1);

    @TempDir
    private Path directory;

    private TestFile file;

    @BeforeEach
    void newFile() {
        file = new TestFile(directory.resolve("memory"));
    }

    private StoreCaller open(long later) throws IOException {
        StoreCaller caller = new StoreCaller(file.open(SETTINGS, 1, later));
        caller.now = caller.store.startSeconds();
        return caller;
    }

    private StoreCaller reopen(StoreCaller caller, long later) throws IOException {
        caller.store.close();
        StoreCaller next = open(later);
        StoreInvariants.check(next.store);
        return next;
    }

    @Test
    void temporaryItemsStaySo() throws IOException {
        StoreCaller caller = open(0);
        caller.store.temporaryTtl(100);
        caller.command(Opcode.SET, "temporary").exptimeSeconds = caller.now + 100;
        caller.store(caller.command, new byte[5]);
        caller.set("other", "x");
        caller = reopen(caller, 10);
        assertEquals(1, caller.store.slabClasses(caller.now).stream()
                .mapToLong(SlabClassStats::temporaryItems).sum());
        caller.store.close();
    }

    @Test
    void keepsItemsWithFlagsAndCas() throws IOException {
        byte[] large = new byte[700_000];
        new Random(1).nextBytes(large);
        StoreCaller caller = open(0);
        caller.command(Opcode.SET, "flagged").clientFlags = 77;
        caller.store(caller.command, new byte[5]);
        caller.set("large", large);
        caller.set("deleted", "x");
        caller.delete("deleted");
        caller = reopen(caller, 10);
        assertArrayEquals(new byte[5], caller.get("flagged"));
        assertEquals(77, caller.clientFlags);
        assertEquals(2, caller.cas);
        assertArrayEquals(large, caller.get("large"));
        assertNull(caller.get("deleted"));
        assertEquals(2, caller.store.stats().currItems());
        assertTrue(file.report().contains("memory: 2 items restored, 0 expired or flushed, 0 not whole ("),
                file.report());
        caller.set("next", "");
        assertEquals(5, caller.result.cas);
        caller.store.close();
    }

    @Test
    void theClockGoesOnWhileNobodyRuns() throws IOException {
        StoreCaller caller = open(0);
        assertEquals(Exptime.CLOCK_START, caller.now);
        caller.command(Opcode.SET, "short").exptimeSeconds = caller.now + 5;
        caller.store(caller.command, new byte[1]);
        caller.command(Opcode.SET, "long").exptimeSeconds = caller.now + 200;
        caller.store(caller.command, new byte[1]);
        caller = reopen(caller, 10);
        assertTrue(file.report().contains(": 1 items restored, 1 expired or flushed"), file.report());
        assertEquals(Exptime.CLOCK_START + 10, caller.now);
        assertNull(caller.get("short"));
        assertArrayEquals(new byte[1], caller.get("long"));
        caller.now += 190;
        assertNull(caller.get("long"));
        caller.store.close();
    }

    @Test
    void theClockDoesNotGoBack() throws IOException {
        StoreCaller caller = open(0);
        caller.store.maintain(0, caller.now + 50);
        caller = reopen(caller, -1000);
        assertEquals(Exptime.CLOCK_START + 50, caller.now);
        caller = reopen(caller, -900);
        assertEquals(Exptime.CLOCK_START + 150, caller.now);
        caller.store.close();
    }

    @Test
    void whatWasFlushedStaysFlushed() throws IOException {
        StoreCaller caller = open(0);
        caller.set("old", "1");
        caller.store.flushAll(caller.now, caller.now);
        caller.set("new", "2");
        caller = reopen(caller, 0);
        assertTrue(file.report().contains(": 1 items restored, 1 expired or flushed"), file.report());
        assertNull(caller.get("old"));
        assertEquals("2", caller.text("new"));
        caller.store.flushAll(caller.now + 100, caller.now);
        caller = reopen(caller, 99);
        assertEquals("2", caller.text("new"));
        caller.now++;
        assertNull(caller.get("new"));
        caller = reopen(caller, 200);
        assertNull(caller.get("new"));
        caller.store.close();
    }

    @Test
    void itemsStayInTheirQueues() throws IOException {
        StoreCaller caller = open(0);
        caller.set("small", "1");
        caller.store.temporaryTtl(60);
        caller.command(Opcode.SET, "temporary").exptimeSeconds = caller.now + 50;
        caller.store(caller.command, new byte[1]);
        caller.set("main", "2");
        Items items = caller.store.shards()[0].items();
        items.promote(items.index.find(caller.command(Opcode.GET, "main")));
        caller = reopen(caller, 1);
        items = caller.store.shards()[0].items();
        assertEquals(Chunks.SMALL, items.chunks.state(items.index.find(caller.command(Opcode.GET, "small"))));
        assertEquals(Chunks.MAIN, items.chunks.state(items.index.find(caller.command(Opcode.GET, "main"))));
        assertEquals(Chunks.TEMPORARY, items.chunks.state(items.index.find(caller.command(Opcode.GET, "temporary"))));
        caller.store.close();
    }

    /** Each in-place change leaves an item that is whole. */
    @Test
    void changesInPlaceAreSealed() throws IOException {
        StoreCaller caller = open(0);
        caller.set("number", "99");
        caller.command(Opcode.INCR, "number").delta = 1;
        caller.command.options = Command.TOUCH;
        caller.command.exptimeSeconds = caller.now + 500;
        assertEquals(Outcome.COUNTED, caller.store.count(caller.command, caller.result));
        caller.set("touched", "t");
        caller.command(Opcode.TOUCH, "touched").exptimeSeconds = caller.now + 500;
        caller.store.touch(caller.command, caller.result);
        caller.set("stale", "s");
        caller.command(Opcode.DELETE, "stale").options = Command.INVALIDATE;
        caller.store.delete(caller.command, caller.result);
        caller.command(Opcode.GET, "stale").options = Command.WIN_STALE | Command.LOCKED_READ;
        caller.read(caller.command);
        assertTrue(caller.result.won);
        caller.set("again", "first");
        caller.set("again", "other");
        caller = reopen(caller, 1);
        assertEquals("100", caller.text("number"));
        assertEquals("t", caller.text("touched"));
        assertEquals("s", caller.text("stale"));
        assertTrue(caller.view().isStale() && caller.view().isTokenSent());
        assertEquals("other", caller.text("again"));
        caller.store.close();
    }

    @Test
    void whatWasStillArrivingOrBeingSentGoes() throws IOException {
        StoreCaller caller = open(0);
        byte[] large = new byte[100_000];
        caller.set("sent", large);
        PinnedItem pinned = new PinnedItem();
        assertEquals(Outcome.HIT, caller.store.pin(caller.command(Opcode.GET, "sent"), caller.result, pinned));
        caller.set("sent", "new");
        caller.command(Opcode.SET, "arriving").valueLength = large.length;
        caller.store.reserve(caller.command, caller.result, new Reservation());
        caller.set("pinned", large);
        caller.store.pin(caller.command(Opcode.GET, "pinned"), caller.result, new PinnedItem());
        caller = reopen(caller, 1);
        assertNull(caller.get("arriving"));
        assertEquals("new", caller.text("sent"));
        assertArrayEquals(large, caller.get("pinned"));
        assertEquals(0, caller.store.stats().pinned());
        caller.store.close();
    }

    @Test
    void aDamagedValueIsNotServed() throws IOException {
        StoreCaller caller = open(0);
        caller.set("key", "precious value");
        caller.set("other", "unharmed");
        caller.store.close();
        byte[] bytes = Files.readAllBytes(file.path);
        int at = indexOf(bytes, "precious value");
        file.write(at + 3, new byte[1]);
        caller = open(1);
        StoreInvariants.check(caller.store);
        assertNull(caller.get("key"));
        assertEquals("unharmed", caller.text("other"));
        assertTrue(file.report().contains("1 items restored, 0 expired or flushed, 1 not whole"), file.report());
        caller.store.close();
    }

    /** A chain that leads to one of its tails twice may have the right bytes, but no end. */
    @Test
    void aChainInACircleIsNone() throws IOException {
        StoreCaller caller = open(0);
        byte[] same = new byte[100_000];
        Arrays.fill(same, (byte) 'x');
        caller.set("key", same);
        Items items = caller.store.shards()[0].items();
        long head = items.index.find(caller.command(Opcode.GET, "key"));
        long tail = items.chunks.firstTail(head);
        items.chunks.next(items.chunks.next(tail), tail);
        caller = reopen(caller, 1);
        assertNull(caller.get("key"));
        assertTrue(file.report().contains(" 1 not whole"), file.report());
        caller.store.close();
    }

    /** As if the process had been killed while it moved the head of a chain. */
    @Test
    void tailsAreOfOneHead() throws IOException {
        StoreCaller caller = open(0);
        caller.set("moved", new byte[60_000]);
        caller.set("target", new byte[60_000]);
        Items items = caller.store.shards()[0].items();
        byte[] head = bytesOf(items, caller.command(Opcode.GET, "moved"));
        long target = items.index.find(caller.command(Opcode.GET, "target"));
        MemorySegment.copy(head, 0, items.chunks.memory(), ValueLayout.JAVA_BYTE, target, head.length);
        caller = reopen(caller, 1);
        assertTrue(file.report().contains(": 1 items restored, 0 expired or flushed, 1 not whole"), file.report());
        assertArrayEquals(new byte[60_000], caller.get("moved"));
        caller.store.close();
    }

    /** As if the process had been killed between linking the new item and freeing the old one. */
    @Test
    void ofTwoItemsWithAKeyTheNewerStays() throws IOException {
        StoreCaller caller = open(0);
        caller.set("key", "old value, of quite another length than the new one");
        caller.set("keeps the page", "old value, of quite another length than the new one");
        caller.set("yek", "older");
        Items items = caller.store.shards()[0].items();
        byte[] chunk = bytesOf(items, caller.command(Opcode.GET, "key"));
        long old = items.index.find(caller.command);
        byte[] kehc = bytesOf(items, caller.command(Opcode.GET, "yek"));
        long older = items.index.find(caller.command);
        caller.set("short", "keeps the other page");
        caller.set("key", "new");
        caller.set("yek", "newer, and of quite another length than all of the others so far");
        MemorySegment.copy(chunk, 0, items.chunks.memory(), ValueLayout.JAVA_BYTE, old, chunk.length);
        MemorySegment.copy(kehc, 0, items.chunks.memory(), ValueLayout.JAVA_BYTE, older, kehc.length);
        caller = reopen(caller, 1);
        assertEquals("new", caller.text("key"));
        assertEquals("newer, and of quite another length than all of the others so far", caller.text("yek"));
        assertTrue(file.report().contains(": 4 items restored, 0 expired or flushed, 0 not whole"), file.report());
        caller.store.close();
    }

    private static byte[] bytesOf(Items items, Command command) {
        long item = items.index.find(command);
        return items.chunks.memory().asSlice(item, items.slabOf(item).chunkSize()).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Also where a free chunk is, but for its state, what the item was. */
    @Test
    void aDeletedItemDoesNotComeBackWithOneDamagedByte() throws IOException {
        StoreSettings withoutCas = new StoreSettings(64 << 20, 1 << 20, true, false, 1.25, 48, 512 << 10, 1, false);
        StoreCaller caller = new StoreCaller(file.open(withoutCas, 1, 0));
        caller.set("key", "value");
        caller.set("yek", "value");
        Items items = caller.store.shards()[0].items();
        long item = items.index.find(caller.command(Opcode.GET, "key"));
        caller.delete("key");
        assertEquals(0, items.chunks.cas(item));
        items.chunks.state(item, Chunks.MAIN);
        caller.store.close();
        caller = new StoreCaller(file.open(withoutCas, 1, 1));
        assertNull(caller.get("key"));
        assertEquals("value", caller.text("yek"));
        caller.store.close();
    }

    @Test
    void isForTheOwnerAlone() throws IOException {
        StoreCaller caller = open(0);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path)));
        assertThrows(MemoryFileException.class, () -> open(0));
        caller.store.close();
    }

    @Test
    void theMemoryLimitIsTheFiles() throws IOException {
        StoreCaller caller = open(0);
        assertFalse(caller.store.memoryLimit(SETTINGS.memoryLimitBytes() / 2));
        assertTrue(file.reports.isEmpty());
        caller.store.close();
    }

    @Test
    void otherSettingsMeanAnEmptyCache() throws IOException {
        StoreCaller caller = open(0);
        caller.set("key", "value");
        caller.store.close();
        assertEmpty(SETTINGS.withMemoryLimit(32 << 20), "it was written with -m 64");
        assertEmpty(new StoreSettings(32 << 20, 1 << 20, true, false, 1.25, 48, 512 << 10, 1, false),
                "it was written without -C");
        assertEmpty(SETTINGS, "it was written with -m 32");
        assertEmpty(new StoreSettings(64 << 20, 1 << 20, true, true, 1.25, 48, 512 << 10, 1, true),
                "it was written without -o no_modern");
        assertEmpty(SETTINGS, "it was written with -o no_modern");
        file.write(8, new byte[] {99});
        assertEmpty(SETTINGS, "another version of mmem wrote it");
        file.write(33, new byte[] {1, 2, 3});
        assertEmpty(SETTINGS, "it is damaged");
        file.write(1, new byte[] {0});
        assertEmpty(SETTINGS, "it is no memory file of mmem's, or a damaged one");
        Files.write(file.path, Arrays.copyOf(Files.readAllBytes(file.path), 1_000_000));
        assertEmpty(SETTINGS, "it has been truncated or extended");
        Files.writeString(file.path, "precious");
        assertEmpty(SETTINGS, "it is no memory file of mmem's, or a damaged one");
    }

    private void assertEmpty(StoreSettings settings, String reason) throws IOException {
        try (Store store = file.open(settings, 1, 1)) {
            assertEquals("[restart] " + file.path + " is not used: " + reason + ". Starting with an empty cache",
                    file.report());
            assertEquals(0, store.stats().currItems());
            assertEquals(Outcome.STORED, new StoreCaller(store).set("key", "value"));
            StoreInvariants.check(store);
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}

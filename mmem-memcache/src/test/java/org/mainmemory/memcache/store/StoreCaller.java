package org.mainmemory.memcache.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/** One loop's side of a store, for tests: keys are strings, values arrays. One thread. */
final class StoreCaller implements ItemReader {

    final Store store;
    final Command command = new Command();
    final Result result = new Result();
    /** The clock in seconds. */
    int now = 100;
    /** What the last read showed; null if it was a miss. */
    byte @Nullable [] value;
    int clientFlags;
    long cas;

    private final OutputBuffer out = new OutputBuffer(Store.MAX_COPIED_VALUE);
    private final ItemView view = new ItemView();
    private final PinnedItem pinned = new PinnedItem();

    StoreCaller(Store store) {
        this.store = store;
    }

    @Override
    public ItemView view() {
        return view;
    }

    @Override
    public void read(ItemView item) {
        item.copyValueTo(out);
        clientFlags = item.clientFlags();
        cas = item.cas();
    }

    @Override
    public void rewind() {
        out.clear();
    }

    /** Points the command at a key, with no flags and no exptime. */
    Command command(Opcode opcode, String key) {
        byte[] bytes = key.getBytes(ISO_8859_1);
        command.opcode = opcode;
        command.options = 0;
        command.key(MemorySegment.ofArray(bytes), 0, bytes.length);
        command.clientFlags = 0;
        command.exptimeSeconds = 0;
        command.cas = 0;
        command.nowSeconds = now;
        return command;
    }

    Outcome store(Opcode opcode, String key, byte[] bytes) {
        return store(command(opcode, key), bytes);
    }

    Outcome store(Command prepared, byte[] bytes) {
        prepared.value(MemorySegment.ofArray(bytes), 0, bytes.length);
        return store.store(prepared, result);
    }

    Outcome set(String key, byte[] bytes) {
        return store(Opcode.SET, key, bytes);
    }

    Outcome set(String key, String text) {
        return set(key, text.getBytes(ISO_8859_1));
    }

    Outcome delete(String key) {
        return store.delete(command(Opcode.DELETE, key), result);
    }

    /** The value, null on a miss; {@link #clientFlags} and {@link #cas} are set. */
    byte @Nullable [] get(String key) {
        return read(command(Opcode.GET, key));
    }

    /** The value as text, null on a miss. */
    @Nullable String text(String key) {
        byte[] bytes = get(key);
        return bytes == null ? null : new String(bytes, ISO_8859_1);
    }

    byte @Nullable [] read(Command prepared) {
        out.clear();
        Outcome outcome = store.get(prepared, result, this);
        value = switch (outcome) {
            case HIT -> bytesOf(out);
            case LARGE -> readLarge(prepared);
            default -> null;
        };
        return value;
    }

    private byte @Nullable [] readLarge(Command prepared) {
        if (store.pin(prepared, result, pinned) != Outcome.HIT) {
            return null;
        }
        clientFlags = pinned.clientFlags();
        cas = pinned.cas();
        byte[] bytes = rest(pinned, Integer.MAX_VALUE);
        store.unpin(pinned);
        return bytes;
    }

    /** The next bytes of a pinned item, at most {@code length}. */
    byte[] rest(PinnedItem item, int length) {
        byte[] bytes = new byte[Math.min(length, item.remaining())];
        int done = 0;
        while (done < bytes.length) {
            OutputBuffer piece = new OutputBuffer(Math.min(bytes.length - done, 50_000));
            item.copyTo(piece);
            byte[] copied = bytesOf(piece);
            System.arraycopy(copied, 0, bytes, done, copied.length);
            done += copied.length;
        }
        return bytes;
    }

    private static byte[] bytesOf(OutputBuffer buffer) {
        return buffer.bytes().asSlice(buffer.start(), buffer.length()).toArray(ValueLayout.JAVA_BYTE);
    }
}

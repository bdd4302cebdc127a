package org.mainmemory.memcache.examples;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;
import org.mainmemory.memcache.store.ItemReader;
import org.mainmemory.memcache.store.ItemView;
import org.mainmemory.memcache.store.Store;

/** One loop's side of a store, for protocols that have keys and values in arrays. */
final class StoreUser implements ItemReader {

    private final EventLoop loop;
    private final Store store;
    private final Command command = new Command();
    private final Result result = new Result();
    private final ItemView view = new ItemView();
    private final OutputBuffer value = new OutputBuffer(Store.MAX_COPIED_VALUE);

    StoreUser(EventLoop loop, Store store) {
        this.loop = loop;
        this.store = store;
    }

    byte @Nullable [] get(byte[] key) {
        value.clear();
        return prepare(Opcode.GET, key) && store.get(command, result, this) == Outcome.HIT
                ? value.bytes().asSlice(0, value.length()).toArray(ValueLayout.JAVA_BYTE)
                : null;
    }

    boolean set(byte[] key, byte[] bytes) {
        command.value(MemorySegment.ofArray(bytes), 0, bytes.length);
        return prepare(Opcode.SET, key) && store.store(command, result) == Outcome.STORED;
    }

    boolean delete(byte[] key) {
        return prepare(Opcode.DELETE, key) && store.delete(command, result) == Outcome.DELETED;
    }

    /** Adds one, to 0 if there is no such key; null if that cannot be done. */
    @Nullable Long increment(byte[] key) {
        if (!prepare(Opcode.INCR, key)) {
            return null;
        }
        command.options = Command.VIVIFY;
        command.delta = 1;
        command.initial = 1;
        command.vivifyExptimeSeconds = 0;
        return store.count(command, result) == Outcome.COUNTED ? (Long) result.number : null;
    }

    /** False if it is no key for this store. */
    private boolean prepare(Opcode opcode, byte[] key) {
        if (key.length == 0 || key.length > Command.MAX_KEY_LENGTH) {
            return false;
        }
        command.opcode = opcode;
        command.options = 0;
        command.key(MemorySegment.ofArray(key), 0, key.length);
        command.exptimeSeconds = 0;
        command.nowSeconds = (int) TimeUnit.NANOSECONDS.toSeconds(loop.nowNanos()) + 2;
        return true;
    }

    @Override
    public ItemView view() {
        return view;
    }

    @Override
    public void read(ItemView item) {
        item.copyValueTo(value);
    }

    @Override
    public void rewind() {
        value.clear();
    }
}

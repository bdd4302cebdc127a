package org.mainmemory.memcache.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the store takes for a get and a set of 100 bytes, keys in random order, without and with guards. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"})
public class StoreBenchmark implements ItemReader {

    private static final int KEYS = 100_000;
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 100;

    /** Loops that share the store: with one it needs no guards. */
    @Param({"1", "2"})
    public int loops;

    private final MemorySegment keys = Arena.ofAuto().allocate((long) KEYS * KEY_BYTES);
    private final MemorySegment value = Arena.ofAuto().allocate(VALUE_BYTES);
    private final SplittableRandom random = new SplittableRandom(1);
    private final Command command = new Command();
    private final Result result = new Result();
    private final ItemView view = new ItemView();
    private final OutputBuffer out = new OutputBuffer(Store.MAX_COPIED_VALUE);
    private Store store;

    /** Opens a store in which all keys have a value. */
    @Setup
    public void fill() {
        store = Store.open(StoreSettings.defaults(loops));
        for (int i = 0; i < KEYS; i++) {
            byte[] key = String.format("key-%012d", i).getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(MemorySegment.ofArray(key), 0, keys, (long) i * KEY_BYTES, KEY_BYTES);
            if (set(i) != Outcome.STORED) {
                throw new IllegalStateException("not stored");
            }
        }
    }

    /** Closes it. */
    @TearDown
    public void close() {
        store.close();
    }

    /** The hash of a key: part of what the others measure. */
    @Benchmark
    public long keyAlone() {
        choose(random.nextInt(KEYS), Opcode.GET);
        return command.keyHash;
    }

    /** A hit, copied to the output. */
    @Benchmark
    public Outcome get() {
        out.clear();
        choose(random.nextInt(KEYS), Opcode.GET);
        return store.get(command, result, this);
    }

    /** A value takes the place of another one. */
    @Benchmark
    public Outcome set() {
        return set(random.nextInt(KEYS));
    }

    private Outcome set(int key) {
        choose(key, Opcode.SET);
        command.value(value, 0, VALUE_BYTES);
        return store.store(command, result);
    }

    private void choose(int key, Opcode opcode) {
        command.opcode = opcode;
        command.nowSeconds = 100;
        command.key(keys, (long) key * KEY_BYTES, KEY_BYTES);
    }

    @Override
    public ItemView view() {
        return view;
    }

    @Override
    public void read(ItemView item) {
        item.copyValueTo(out);
    }

    @Override
    public void rewind() {
        out.clear();
    }
}

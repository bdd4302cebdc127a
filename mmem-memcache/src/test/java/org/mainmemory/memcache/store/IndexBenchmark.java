package org.mainmemory.memcache.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.mainmemory.memcache.command.Command;
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
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to find an item by its key, hash included. Items are headers with a key of four bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"})
public class IndexBenchmark {

    private static final int ITEM = 64;
    private static final int INDEX_PAGES = 200;
    private static final long FIRST_ITEM = (long) INDEX_PAGES << SizeClasses.PAGE_SHIFT;

    /** Items in the index: those that the CPU's caches hold, and more. */
    @Param({"10000", "500000"})
    public int items;

    private final Command command = new Command();
    private final MemorySegment key = Arena.ofAuto().allocate(Long.BYTES);
    private final SplittableRandom random = new SplittableRandom(1);
    private Index index;
    private int nextPage = 2;

    /** Fills the index. */
    @Setup
    public void fill() {
        MemorySegment memory = Arena.ofAuto().allocate(FIRST_ITEM + (long) items * ITEM, 64);
        Chunks chunks = new Chunks(memory);
        index = new Index(chunks, 1);
        for (int i = 0; i < items; i++) {
            long item = FIRST_ITEM + (long) i * ITEM;
            chunks.keyLength(item, Integer.BYTES);
            memory.set(ValueLayout.JAVA_INT_UNALIGNED, item + Chunks.HEADER, i);
            while (!index.hasSpareLine()) {
                index.addOverflowPage(nextPage++);
            }
            if (index.wantsPage()) {
                index.addPage(nextPage++);
            }
            choose(i);
            index.insert(command.keyHash, item);
        }
    }

    private void choose(int number) {
        key.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
        command.key(key, 0, Integer.BYTES);
    }

    /** A key that is there. */
    @Benchmark
    public long hit() {
        choose(random.nextInt(items));
        return index.find(command);
    }

    /** One that is not. */
    @Benchmark
    public long miss() {
        choose(items + random.nextInt(items));
        return index.find(command);
    }
}

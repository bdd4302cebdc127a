package org.mainmemory.memcache.command;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
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

/** What it takes to hash a key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"})
public class KeyHashBenchmark {

    /** Bytes of the key. */
    @Param({"8", "15", "40", "250"})
    public int length;

    private MemorySegment bytes;

    /** Fills in a key. */
    @Setup
    public void make() {
        bytes = Arena.ofAuto().allocate(512);
        for (int at = 0; at < length; at++) {
            bytes.set(ValueLayout.JAVA_BYTE, 5 + at, (byte) ('a' + at % 26));
        }
    }

    /** The key lies at an odd place, as keys do. */
    @Benchmark
    public long hash() {
        return KeyHash.of(bytes, 5, length);
    }
}

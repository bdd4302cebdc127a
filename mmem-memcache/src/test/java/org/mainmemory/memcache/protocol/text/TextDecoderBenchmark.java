package org.mainmemory.memcache.protocol.text;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to decode a line of the text protocol, the hash of its key included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"})
public class TextDecoderBenchmark {

    private final TextDecoder decoder = new TextDecoder();
    private final Command command = new Command();
    private final InputBuffer get = new InputBuffer(1 << 10);
    private final InputBuffer set = new InputBuffer(1 << 10);

    /** Puts a request in each window. */
    @Setup
    public void fill() {
        append(get, "get memtier-1234567\r\n");
        append(set, "set memtier-1234567 0 0 100\r\n" + "v".repeat(100) + "\r\n");
    }

    private static void append(InputBuffer in, String text) {
        in.append(MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII)), 0, text.length());
    }

    /** A get of one key. */
    @Benchmark
    public long get() {
        Decoded decoded = decoder.decode(get, command, 0);
        boolean key = decoder.nextKey(get, command, decoder.keysStart(), decoder.lineEnd());
        return key && decoded == Decoded.KEYS ? command.keyHash : 0;
    }

    /** A set, up to its value. */
    @Benchmark
    public long set() {
        return decoder.decode(set, command, 0) == Decoded.VALUE ? command.keyHash : 0;
    }
}

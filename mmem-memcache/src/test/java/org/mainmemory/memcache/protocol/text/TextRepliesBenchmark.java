package org.mainmemory.memcache.protocol.text;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.mainmemory.core.memory.OutputBuffer;
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

/** What it takes to write a reply of the text protocol but for the value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"})
public class TextRepliesBenchmark {

    private final TextReplies replies = new TextReplies();
    private final OutputBuffer out = new OutputBuffer(1 << 10);
    private final Command command = new Command();

    /** Chooses a key. */
    @Setup
    public void chooseKey() {
        byte[] key = "memtier-1234567".getBytes(StandardCharsets.US_ASCII);
        command.key(MemorySegment.ofArray(key), 0, key.length);
    }

    /** A hit: its first line, and its end. */
    @Benchmark
    public int hit() {
        out.clear();
        replies.valueHead(out, command, 0, 100);
        replies.lineEnd(out);
        replies.end(out);
        return out.length();
    }

    /** A set that was done. */
    @Benchmark
    public int stored() {
        out.clear();
        replies.stored(out);
        return out.length();
    }
}

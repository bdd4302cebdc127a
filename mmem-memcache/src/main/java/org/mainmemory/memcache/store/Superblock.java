package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Exptime;
import org.mainmemory.memcache.command.KeyHash;

/**
 * The first page of a memory file: what it is, what it was written with, and the clock. Little-endian.
 *
 * <pre>
 *    0  magic                     8
 *    8  layout                    4    raised with every change of what stands in a file, or of the hash
 *   12  shards                    4
 *   16  memory limit, bytes       8
 *   24  hash of chunk sizes       4
 *   28  1 for a CAS, 2 for -o no_modern  4
 *   32  seed, factor of key hash 16
 *   48  secret of the seals       8
 *   56  CRC-32C of the above      4
 *  128  Unix time at clock 0      8    a {@link CheckedWord}, as are these:
 *  136  the clock, at last        8
 *  144  1 after a clean stop      8
 *  152  hash power                8
 * </pre>
 *
 * <p>The first part is written once, when the file is made, the magic last. One thread at a time.
 */
final class Superblock {

    /** Bytes that are set aside for it. */
    static final int BYTES = 4096;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long MAGIC = 0x0a1a_656c_6966_6d6dL;
    private static final int LAYOUT = 3;
    private static final int CAS = 1;
    private static final int CLASSIC = 2;

    private static final int LAYOUT_AT = 8;
    private static final int SHARDS = 12;
    private static final int LIMIT = 16;
    private static final int SIZES = 24;
    private static final int OPTIONS = 28;
    private static final int SEED = 32;
    private static final int FACTOR = 40;
    private static final int SECRET = 48;
    private static final int CHECK = 56;
    private static final int ORIGIN = 128;
    private static final int CLOCK = 136;
    private static final int CLEAN = 144;
    private static final int HASH_POWER = 152;

    private final MemorySegment memory;

    Superblock(MemorySegment memory) {
        this.memory = memory;
    }

    /** Writes the first part. */
    void write(StoreSettings settings, int shards, long secret) {
        memory.set(INT, LAYOUT_AT, LAYOUT);
        memory.set(INT, SHARDS, shards);
        memory.set(LONG, LIMIT, settings.memoryLimitBytes());
        memory.set(INT, SIZES, SizeClasses.fingerprint());
        memory.set(INT, OPTIONS, options(settings));
        memory.set(LONG, SEED, KeyHash.seed());
        memory.set(LONG, FACTOR, KeyHash.factor());
        memory.set(LONG, SECRET, secret);
        memory.set(INT, CHECK, check(MAGIC));
        VarHandle.releaseFence();
        memory.set(LONG, 0, MAGIC);
    }

    /** Why the file is of no use to a store with such settings; null if it is. */
    @Nullable String refusal(StoreSettings settings) {
        long magic = memory.get(LONG, 0);
        if (magic != MAGIC) {
            return "it is no memory file of mmem's, or a damaged one";
        }
        if (memory.get(INT, LAYOUT_AT) != LAYOUT) {
            return "another version of mmem wrote it";
        }
        int shards = shards();
        if (memory.get(INT, CHECK) != check(magic) || Integer.bitCount(shards) != 1
                || shards > PageRecords.MAX_SHARDS) {
            return "it is damaged";
        }
        if (memory.get(LONG, LIMIT) != settings.memoryLimitBytes()) {
            return "it was written with -m " + (memory.get(LONG, LIMIT) >>> 20);
        }
        if (memory.get(INT, OPTIONS) != options(settings)) {
            boolean other = (memory.get(INT, OPTIONS) & CLASSIC) != (options(settings) & CLASSIC);
            return other
                    ? "it was written " + (settings.classic() ? "without" : "with") + " -o no_modern"
                    : "it was written " + (settings.useCas() ? "with" : "without") + " -C";
        }
        if (memory.get(INT, SIZES) != SizeClasses.fingerprint()) {
            return "its chunks have other sizes";
        }
        return KeyHash.adopt(memory.get(LONG, SEED), memory.get(LONG, FACTOR)) ? null
                : "this process hashes keys in another way already";
    }

    private static int options(StoreSettings settings) {
        return (settings.useCas() ? CAS : 0) + (settings.classic() ? CLASSIC : 0);
    }

    private int check(long magic) {
        CRC32C crc = new CRC32C();
        byte[] bytes = memory.asSlice(0, CHECK).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment.ofArray(bytes).set(LONG, 0, magic);
        crc.update(bytes);
        return (int) crc.getValue();
    }

    int shards() {
        return memory.get(INT, SHARDS);
    }

    long secret() {
        return memory.get(LONG, SECRET);
    }

    /**
     * What the clock shows now: as much more than it showed at last as has passed since, or the same if the system's
     * time was set back.
     */
    int clockAt(long unixSeconds) {
        long last = Math.max(Exptime.CLOCK_START, CheckedWord.open(memory.get(LONG, CLOCK)));
        long origin = CheckedWord.open(memory.get(LONG, ORIGIN));
        long passed = origin == CheckedWord.DAMAGED ? last : unixSeconds - origin;
        return (int) Math.min(Math.max(last, passed), Integer.MAX_VALUE);
    }

    /** Notes that the clock shows {@code clockSeconds} now. */
    void start(long unixSeconds, int clockSeconds) {
        memory.set(LONG, ORIGIN, CheckedWord.of(Math.max(0, unixSeconds - clockSeconds)));
        note(clockSeconds, hashPower());
        memory.set(LONG, CLEAN, CheckedWord.of(0));
    }

    /** Notes what the clock shows now, and the hash power if it is higher than ever. */
    void note(int nowSeconds, int hashPower) {
        memory.set(LONG, CLOCK, CheckedWord.of(nowSeconds));
        memory.set(LONG, HASH_POWER, CheckedWord.of(Math.max(hashPower, hashPower())));
    }

    boolean isClean() {
        return CheckedWord.open(memory.get(LONG, CLEAN)) == 1;
    }

    /** Notes that the store has ended in order. */
    void clean() {
        memory.set(LONG, CLEAN, CheckedWord.of(1));
    }

    /** The highest hash power ever told, 0 if none is known. */
    int hashPower() {
        return (int) Math.max(0, CheckedWord.open(memory.get(LONG, HASH_POWER)));
    }
}

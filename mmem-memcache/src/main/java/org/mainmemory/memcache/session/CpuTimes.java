package org.mainmemory.memcache.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * CPU time that the process has used.
 *
 * @param userMicros in the program, in microseconds
 * @param systemMicros in the system on its behalf, in microseconds; 0 where only the sum of both can be known
 */
record CpuTimes(long userMicros, long systemMicros) {

    private static final Path STAT = Path.of("/proc/self/stat");
    /** Linux tells these times to programs in units of 10 ms, on every machine. */
    private static final long TICK_MICROS = 10_000;
    /** Places of utime and stime among the fields behind the program's name. */
    private static final int UTIME = 11;
    private static final int STIME = 12;

    /** The times so far. */
    static CpuTimes now() {
        try {
            return parse(Files.readString(STAT));
        } catch (IOException | RuntimeException notLinux) {
            Duration total = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            return new CpuTimes(total.toNanos() / 1000, 0);
        }
    }

    /** Reads the one line of Linux's {@code /proc/PID/stat}; the name, in parentheses, may hold anything. */
    static CpuTimes parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new CpuTimes(Long.parseLong(fields[UTIME]) * TICK_MICROS, Long.parseLong(fields[STIME]) * TICK_MICROS);
    }
}

package org.mainmemory.core.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.mainmemory.core.fiber.Fiber;
import org.mainmemory.core.loop.LoopGroup;

/** How much memory fibers take that wait: {@code ParkedFibers COUNT} prints the resident kilobytes. */
public final class ParkedFibers {

    private ParkedFibers() {
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        CountDownLatch waiting = new CountDownLatch(count);
        Semaphore end = new Semaphore(0);
        for (int i = 0; i < count; i++) {
            Fiber.start(loops.loop(0), "waits", () -> {
                waiting.countDown();
                end.acquire();
            });
        }
        waiting.await();
        System.out.println(residentKilobytes());
        end.release(count);
        loops.stop(Duration.ofMinutes(1));
        loops.join();
    }

    private static long residentKilobytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }
}

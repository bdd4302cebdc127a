package org.mainmemory.core.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.mainmemory.core.fiber.Fiber;
import org.mainmemory.core.loop.LoopGroup;

/**
 * How much memory fibers take that wait: {@code ParkedFibers COUNT} prints the resident kilobytes of the process.
 * {@code ParkedFibers COUNT lock} has them wait in a semaphore of the JDK, whose frames are on each fiber's stack.
 */
public final class ParkedFibers {

    private ParkedFibers() {
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        CountDownLatch waiting = new CountDownLatch(count);
        boolean lock = arguments.length > 1 && arguments[1].equals("lock");
        Semaphore end = new Semaphore(0);
        for (int i = 0; i < count; i++) {
            Fiber.start(loops.loop(0), "waits", () -> {
                waiting.countDown();
                if (lock) {
                    end.acquire();
                } else {
                    while (!Thread.interrupted()) {
                        LockSupport.park();
                    }
                }
            });
        }
        waiting.await();
        System.out.println(residentKilobytes());
        end.release(count);
        // Without grace what still waits is interrupted.
        loops.stop(lock ? Duration.ofMinutes(1) : Duration.ZERO);
        loops.join();
    }

    private static long residentKilobytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }
}

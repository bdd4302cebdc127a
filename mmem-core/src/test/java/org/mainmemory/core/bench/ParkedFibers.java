package org.mainmemory.core.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.mainmemory.core.fiber.Fiber;
import org.mainmemory.core.loop.LoopGroup;

/**
 * How much memory fibers take that wait: {@code ParkedFibers COUNT} prints the resident kilobytes of the process.
 * {@code ParkedFibers COUNT lock} has them wait in a semaphore of the JDK, whose frames are on each fiber's stack.
 * Before, half as many have come and gone in small groups: a frame of code that is not compiled yet takes more of a
 * stack, and a server that has so many fibers has run for a while.
 */
public final class ParkedFibers {

    private final LoopGroup loops;
    private final boolean lock;
    private final Semaphore end = new Semaphore(0);

    private ParkedFibers(LoopGroup loops, boolean lock) {
        this.loops = loops;
        this.lock = lock;
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        ParkedFibers fibers = new ParkedFibers(loops, arguments.length > 1 && arguments[1].equals("lock"));
        for (int i = 0; i < count / 200; i++) {
            fibers.release(fibers.park(100));
        }
        List<Fiber> parked = fibers.park(count);
        System.out.println(residentKilobytes());
        fibers.release(parked);
        loops.stop(Duration.ofMinutes(1));
        loops.join();
    }

    private List<Fiber> park(int count) throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(count);
        List<Fiber> parked = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parked.add(Fiber.start(loops.loop(0), "waits", () -> {
                waiting.countDown();
                if (lock) {
                    end.acquire();
                } else {
                    while (!Thread.interrupted()) {
                        LockSupport.park();
                    }
                }
            }));
        }
        waiting.await();
        return parked;
    }

    private void release(List<Fiber> parked) throws InterruptedException {
        end.release(parked.size());
        if (!lock) {
            parked.forEach(Fiber::interrupt);
        }
        for (Fiber fiber : parked) {
            fiber.join();
        }
    }

    private static long residentKilobytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }
}

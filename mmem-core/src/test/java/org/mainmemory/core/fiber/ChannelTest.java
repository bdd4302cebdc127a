package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.loop.OnLoop;

@Timeout(60)
class ChannelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(5);

    private LoopGroup loops;

    @BeforeEach
    void start() throws Exception {
        loops = LoopGroup.open(2);
        loops.start();
    }

    @AfterEach
    void stop() throws Exception {
        loops.stop();
        assertTrue(loops.join(LONG));
    }

    @Test
    void keepsOrderAndBounds() throws Exception {
        Channel<Integer> channel = new Channel<>(3);
        CompletableFuture<Boolean> sender = Fiber.call(loops.loop(0), "sender", () -> {
            for (int i = 0; i < 1000; i++) {
                assertTrue(channel.send(i));
            }
            channel.close();
            return channel.send(-1);
        });
        CompletableFuture<List<Integer>> receiver = Fiber.call(loops.loop(1), "receiver", () -> {
            List<Integer> all = new ArrayList<>();
            for (Integer item = channel.receive(); item != null; item = channel.receive()) {
                all.add(item);
            }
            return all;
        });
        List<Integer> got = receiver.get();
        assertEquals(1000, got.size());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, got.get(i));
        }
        assertFalse(sender.get(), "closed");
        assertNull(channel.poll());
    }

    @Test
    void losesNothingWhenWaitersGiveUp() throws Exception {
        Channel<Integer> channel = new Channel<>(2);
        int senders = 4;
        int each = 200;
        List<CompletableFuture<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            receivers.add(Fiber.call(loops.loop(i % 2), "receiver", () -> receiveImpatiently(channel)));
        }
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            all.add(Fiber.call(loops.loop(i % 2), "sender", () -> {
                for (int n = 0; n < each; n++) {
                    sendImpatiently(channel, n);
                }
                return true;
            }));
        }
        for (CompletableFuture<Boolean> sender : all) {
            assertTrue(sender.get());
        }
        channel.close();
        int sum = 0;
        for (CompletableFuture<Integer> receiver : receivers) {
            sum += receiver.get();
        }
        assertEquals(senders * each, sum);
    }

    private static int receiveImpatiently(Channel<Integer> channel) throws InterruptedException {
        int count = 0;
        while (true) {
            try {
                if (channel.receive(Duration.ofNanos(count % 3 * 100_000L)) == null) {
                    return count;
                }
                count++;
            } catch (TimeoutException again) {
                Fiber.pause();
            }
        }
    }

    private static void sendImpatiently(Channel<Integer> channel, int item) throws InterruptedException {
        while (true) {
            try {
                assertTrue(channel.send(item, Duration.ofNanos(item % 2 * 50_000L)));
                return;
            } catch (TimeoutException again) {
                Fiber.pause();
            }
        }
    }

    @Test
    void waitsEndAtTheirLimitAndAtTheClose() throws Exception {
        Channel<String> channel = new Channel<>(1);
        assertTrue(Fiber.call(loops.loop(0), "waits", () -> {
            assertThrows(TimeoutException.class, () -> channel.receive(SHORT));
            assertTrue(channel.send("one", SHORT));
            assertThrows(TimeoutException.class, () -> channel.send("two", SHORT));
            assertFalse(channel.offer("two"));
            assertEquals("one", channel.receive(Duration.ZERO));
            Fiber.start(loops.loop(1), "closes", () -> {
                Fiber.sleep(SHORT);
                channel.close();
            });
            assertNull(channel.receive());
            return true;
        }).get());
        assertFalse(channel.offer("late"));
    }

    @Test
    void whoIsInterruptedWhenItsTurnComesPassesItOn() throws Exception {
        Channel<String> channel = new Channel<>(1);
        EventLoop loop = loops.loop(0);
        Fiber first = Fiber.start(loop, "first", channel::receive);
        CompletableFuture<String> second = Fiber.call(loop, "second", channel::receive);
        assertTrue(OnLoop.call(loop, () -> {
            boolean sent = channel.offer("one");
            first.interrupt();
            return sent;
        }));
        assertEquals("one", second.get());

        channel.offer("room is for one");
        Fiber third = Fiber.start(loop, "third", () -> channel.send("never"));
        CompletableFuture<Boolean> fourth = Fiber.call(loop, "fourth", () -> channel.send("two"));
        assertEquals("room is for one", OnLoop.call(loop, () -> {
            String taken = channel.poll();
            third.interrupt();
            return taken;
        }));
        assertTrue(fourth.get());
        assertEquals("two", channel.poll());
    }
}

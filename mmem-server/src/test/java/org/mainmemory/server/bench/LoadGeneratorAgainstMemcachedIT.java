package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The load generator against the memcached on PATH; skipped where there is none. */
class LoadGeneratorAgainstMemcachedIT {

    private static final List<Process> STARTED = new ArrayList<>();
    private static int port;

    @BeforeAll
    static void startMemcached() throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try {
            STARTED.add(new ProcessBuilder("memcached", "-u", "root", "-l", "127.0.0.1", "-p", "" + port, "-m", "256")
                    .redirectErrorStream(true).redirectOutput(new File("/dev/null")).start());
        } catch (IOException missing) {
            abort("memcached is not on PATH: " + missing.getMessage());
        }
        while (!answers()) {
            assertTrue(STARTED.getFirst().isAlive(), "memcached did not start");
            Thread.sleep(10);
        }
    }

    @AfterAll
    static void stopMemcached() throws InterruptedException {
        for (Process process : STARTED) {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--connections=10",
        "--connections=4 --pipeline=50",
        "--connections=4 --pipeline=50 --ratio=1:0",
        "--connections=4 --keys-per-get=100",
        "--connections=5 --threads=3",
        "--connections=4 --rate=2000",
        "--connections=4 --protocol=meta --pipeline=50",
        "--connections=4 --protocol=meta --keys-per-get=100",
        "--connections=4 --protocol=binary --pipeline=50",
        "--connections=4 --protocol=binary --keys-per-get=100"})
    void whatWasFilledInIsRead(String load) throws InterruptedException {
        String keys = "--verify --keys=1000 --value-size=0-3000 --seconds=0.3 --key-prefix=small- " + load;
        Tally fill = load(keys + " --fill");
        assertEquals(1000, fill.sets);
        Tally tally = load(keys);
        assertTrue(tally.requests > 0);
        assertEquals(0, tally.misses);
        assertTrue(load.contains("1:0") || tally.hits > 0);
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfAMegabytePass(Dialect dialect) throws InterruptedException {
        String keys = "--protocol=" + dialect
                + " --verify --keys=50 --value-size=1-1000k --connections=4 --seconds=0.3 --key-prefix=large- ";
        load(keys + " --fill");
        Tally tally = load(keys + " --pipeline=3");
        assertTrue(tally.hits > 0);
        assertEquals(0, tally.misses);
    }

    @ParameterizedTest
    @EnumSource
    void keysThatNobodySetAreMisses(Dialect dialect) throws InterruptedException {
        Tally tally = load("--keys-per-get=3 --protocol=" + dialect
                + " --key-prefix=nobody- --ratio=0:1 --seconds=0.2 --connections=2");
        assertTrue(tally.requests > 0);
        assertEquals(3 * tally.requests, tally.misses);
        assertEquals(0, tally.hits);
    }

    @ParameterizedTest
    @EnumSource
    void otherContentsThanExpectedAreAnError(Dialect dialect) throws InterruptedException {
        String keys = "--protocol=" + dialect
                + " --verify --keys=10 --key-prefix=other- --seconds=0.1 --ratio=0:1 --connections=1";
        load(keys + " --fill --seed=1");
        Tally tally = LoadGenerator.run(Loads.settings((keys + " --seed=2 --port=" + port).split(" ")));
        assertTrue(tally.errors > 0);
    }

    private static Tally load(String arguments) throws InterruptedException {
        Tally tally = LoadGenerator.run(Loads.settings((arguments + " --port=" + port).trim().split(" +")));
        assertEquals(0, tally.errors, tally.firstError);
        return tally;
    }

    private static boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}

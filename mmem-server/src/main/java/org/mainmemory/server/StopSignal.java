package org.mainmemory.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mainmemory.server.options.StartFailure;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.SignalDefault;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Whether and how the server is to stop: the main thread waits here for SIGINT, SIGTERM, SIGUSR1 or the
 * {@code shutdown} command. SIGHUP runs what {@link #onHangUp} was told last. The first to call decides; any thread
 * may call.
 *
 * <p>Signals are caught with {@code sun.misc.Signal} (module jdk.unsupported), since nothing else sees SIGUSR1 and
 * SIGHUP: without it the first would kill the process at once and the second stop it. They are caught even where the
 * process was started with them ignored, as shells do with SIGINT in the background: whoever sends one means it.
 */
final class StopSignal {

    /** How to stop. */
    enum Kind {
        /** SIGINT, SIGTERM, shutdown. */
        NORMAL,
        /** SIGUSR1, shutdown graceful. */
        GRACEFUL,
        /** The server has failed and cannot go on. */
        FAILED
    }

    private final CountDownLatch given = new CountDownLatch(1);
    private volatile @Nullable Kind kind;
    private boolean endsProcess;
    private volatile Runnable hangUp = () -> { };

    /** One that the process's signals give, from now on. */
    static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        handle("INT", () -> stop.give(Kind.NORMAL));
        handle("TERM", () -> stop.give(Kind.NORMAL));
        handle("USR1", () -> stop.give(Kind.GRACEFUL));
        handle("HUP", () -> stop.hangUp.run());
        return stop;
    }

    /** There is nothing to stop cleanly: who asks for a stop ends the process, from now on or if it was before. */
    synchronized void endsTheProcess() {
        endsProcess = true;
        if (kind != null) {
            Runtime.getRuntime().halt(StartFailure.FAILURE);
        }
    }

    /** Asks the server to stop. Returns at once. */
    synchronized void give(Kind how) {
        if (endsProcess) {
            Runtime.getRuntime().halt(StartFailure.FAILURE);
        }
        if (kind == null) {
            kind = how;
            given.countDown();
        }
    }

    /** Runs {@code reaction} on SIGHUP from now on, on a thread of the JVM's for signals. */
    void onHangUp(Runnable reaction) {
        hangUp = reaction;
    }

    /** Waits until the server is asked to stop. */
    Kind await() throws InterruptedException {
        given.await();
        Kind how = kind;
        return how == null ? Kind.NORMAL : how;
    }

    /** Waits until the server is asked to stop, and at most for {@code limit}; answers whether it was. */
    boolean await(Duration limit) throws InterruptedException {
        return given.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void handle(String name, Runnable reaction) {
        try {
            Signal signal = new Signal(name);
            SignalHandler handler = caught -> reaction.run();
            if (Signal.handle(signal, handler) == SignalHandler.SIG_IGN) {
                SignalDefault.restore(signal.getNumber());
                Signal.handle(signal, handler);
            }
        } catch (IllegalArgumentException e) {
            // The system has no such signal, or the JVM keeps it (-Xrs): its default reaction stays.
        } catch (PosixException | UnsupportedOperationException e) {
            System.err.println("mmem: SIG" + name + " stays ignored: " + e.getMessage());
        }
    }
}

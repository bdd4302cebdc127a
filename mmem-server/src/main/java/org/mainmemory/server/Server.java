package org.mainmemory.server;

import java.io.IOException;
import java.nio.file.Path;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.session.ServerOrders;
import org.mainmemory.memcache.store.MemoryFileException;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.options.ServerSettings;
import org.mainmemory.server.options.StartFailure;
import org.mainmemory.server.scheduling.LoopCare;
import org.slf4j.LoggerFactory;

/** One run of the server: start, wait for a signal, stop. For the main thread. */
final class Server {

    private final ServerSettings settings;
    private final StopSignal stop;

    private Server(ServerSettings settings, StopSignal stop) {
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @param stop who tells it
     * @return the process's exit code
     * @throws StartFailure if the server cannot start
     */
    static int run(ServerSettings settings, StopSignal stop) throws StartFailure {
        HeadStart.begin();
        StderrLog.setVerbosity(settings.verbosity());
        SystemSelector.choose();
        return new Server(settings, stop).run();
    }

    private int run() throws StartFailure {
        Confines confines = new Confines(settings);
        confines.beforeStart();
        int connectionLimit = ConnectionRoom.reserve(
                settings.connectionLimit(), settings.threads(), settings.udpSockets());
        Identity identity = Identity.of(settings.process().user());
        if (settings.memory().file() != null) {
            MemoryFileCheck.before(Path.of(settings.memory().file()), identity);
        }
        MemcacheSettings memcache = MemcacheWiring.settings(settings, connectionLimit, orders());
        try (MemcacheServer server = bind(memcache, identity)) {
            confines.beforeServing();
            server.run();
            StartReport.print(settings, memcache);
            stop.onHangUp(() -> reload(server));
            PortFile.writeIfAskedFor(server.addresses(), server.udpAddresses());
            Training.ifAskedFor(server.addresses(), stop);
            // Logback, some milliseconds and a megabyte, is left to the first who has something to say.
            if (StderrLog.isVerbose()) {
                LoggerFactory.getLogger(Server.class).info("serving");
            }
            confines.whileServing();
            careUntilStop(server);
            StopSignal.Kind kind = stop.await();
            report(kind);
            confines.atTheEnd();
            return kind == StopSignal.Kind.FAILED ? StartFailure.SOFTWARE : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void careUntilStop(MemcacheServer server) throws InterruptedException {
        try (LoopCare care = LoopCare.of(server.loopCounters(), settings.process().realTime())) {
            while (!stop.await(LoopCare.PAUSE)) {
                care.look();
            }
        }
    }

    /**
     * Opens the ports, then becomes -u's user, since only root gets ports below 1024; nobody is served before. With a
     * UNIX socket it is the other way round: it shall belong to the user.
     */
    private MemcacheServer bind(MemcacheSettings memcache, Identity identity) throws StartFailure {
        if (settings.listening().unixSocket() != null) {
            identity.assume();
            return bind(memcache);
        }
        MemcacheServer server = bind(memcache);
        identity.assume();
        return server;
    }

    private MemcacheServer bind(MemcacheSettings memcache) throws StartFailure {
        try {
            return MemcacheServer.bind(memcache);
        } catch (MemoryFileException e) {
            throw new StartFailure(StartFailure.OS_ERROR, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw ListenFailure.of(settings.listening(), e);
        }
    }

    /** What the files said before stays valid if they cannot be read. */
    private static void reload(MemcacheServer server) {
        try {
            server.reloadCertificates();
        } catch (IOException e) {
            LoggerFactory.getLogger(Server.class)
                    .warn("Could not reload TLS certificates on SIGHUP: {}", e.getMessage());
        }
        try {
            server.reloadPasswords();
        } catch (IOException e) {
            LoggerFactory.getLogger(Server.class).warn("the password file is not read anew: {}", Reason.of(e));
        }
    }

    private static void report(StopSignal.Kind kind) {
        if (kind == StopSignal.Kind.GRACEFUL) {
            System.err.println("Gracefully stopping");
        } else if (kind == StopSignal.Kind.FAILED) {
            System.err.println("Exiting on error");
        } else if (StderrLog.isVerbose()) {
            System.err.println("Exiting normally");
        }
    }

    private ServerOrders orders() {
        return new ServerOrders() {
            @Override
            public void shutdown(boolean graceful) {
                stop.give(graceful ? StopSignal.Kind.GRACEFUL : StopSignal.Kind.NORMAL);
            }

            @Override
            public void restartReport(String line) {
                System.err.println(line);
            }

            @Override
            public void failed() {
                stop.give(StopSignal.Kind.FAILED);
            }

            @Override
            public void verbosity(int level) {
                StderrLog.setVerbosity(level);
            }
        };
    }
}

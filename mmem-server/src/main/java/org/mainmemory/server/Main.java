package org.mainmemory.server;

import org.mainmemory.memcache.session.Version;
import org.mainmemory.server.options.CommandLine;
import org.mainmemory.server.options.StartFailure;

/** The program: {@code java -jar mmem.jar [options]}, options as memcached's. */
public final class Main {

    private Main() {
    }

    /** Serves until a signal says stop, then exits the process with memcached's exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Whatever goes wrong, the user gets a line on stderr and an exit code, never a stack. */
    private static int run(String[] args) {
        try {
            StopSignal stop = StopSignal.ofProcess(); // First: a signal may come while the start still goes on.
            CommandLine asked = CommandLine.read(args, "memcached " + Version.TEXT);
            if (asked instanceof CommandLine.Serve serve) {
                if (serve.settings().process().daemon() && !Daemon.isHere()) {
                    stop.endsTheProcess();
                    return Daemon.start();
                }
                return Server.run(serve.settings(), stop);
            } else if (asked instanceof CommandLine.Print print) {
                System.out.print(print.text());
                System.out.flush();
            }
            return 0;
        } catch (StartFailure e) {
            System.err.println(e.text());
            return e.exitCode();
        } catch (OutOfMemoryError e) {
            System.err.println("mmem: not enough memory: " + e.getMessage());
            return StartFailure.OS_ERROR;
        } catch (RuntimeException | Error e) {
            System.err.println("mmem: a defect of mmem stopped it: " + e);
            return StartFailure.SOFTWARE;
        }
    }
}

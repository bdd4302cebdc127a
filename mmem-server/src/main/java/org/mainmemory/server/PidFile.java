package org.mainmemory.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells others the process's id, in a file: -P. What goes wrong with it is told on stderr and stops nothing. */
final class PidFile {

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9}).*", Pattern.DOTALL);

    private PidFile() {
    }

    /** Writes the file whole: it appears when it is complete. Warns if the process that it named before still runs. */
    static void write(Path file, long pid) {
        warnIfTaken(file, pid);
        Path unfinished = Path.of(file + ".tmp");
        try {
            Files.writeString(unfinished, pid + "\n");
        } catch (IOException e) {
            System.err.println("Could not open the pid file " + unfinished + " for writing: " + Reason.of(e));
            return;
        }
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            System.err.println(
                    "Could not rename the pid file from " + unfinished + " to " + file + ": " + Reason.of(e));
            discard(unfinished);
        }
    }

    /** Removes the file. */
    static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            System.err.println("Could not remove the pid file " + file + ": " + Reason.of(e));
        }
    }

    private static void warnIfTaken(Path file, long pid) {
        try {
            Matcher number = NUMBER.matcher(Files.readString(file));
            if (number.matches()) {
                long other = Long.parseLong(number.group(1));
                if (other != pid && ProcessHandle.of(other).isPresent()) {
                    System.err.println("WARNING: The pid file contained the following (running) pid: " + other);
                }
            }
        } catch (IOException e) {
            // There is none, or none that may be read: nothing to warn of.
        }
    }

    private static void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            System.err.println("Could not remove " + unfinished + ": " + Reason.of(e));
        }
    }
}

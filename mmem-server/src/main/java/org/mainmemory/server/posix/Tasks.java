package org.mainmemory.server.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The threads of this process as the system knows them, by number. Linux. */
final class Tasks {

    private static final Path ALL = Path.of("/proc/self/task");

    private Tasks() {
    }

    /**
     * Those with a name that is {@code asked} for. The system knows the first 15 bytes of a name.
     *
     * @throws UnsupportedOperationException if the system does not list threads
     */
    static List<Integer> named(Predicate<String> asked) {
        String[] tasks = ALL.toFile().list();
        if (tasks == null) {
            throw new UnsupportedOperationException("there is no " + ALL);
        }
        List<Integer> found = new ArrayList<>();
        for (String task : tasks) {
            int number = Integer.parseInt(task);
            if (asked.test(nameOf(number))) {
                found.add(number);
            }
        }
        return found;
    }

    /**
     * The only one with that name.
     *
     * @throws IOException if there is none, or more than one
     * @throws UnsupportedOperationException if the system does not list threads
     */
    static int theOne(String name) throws IOException {
        List<Integer> found = named(name::equals);
        if (found.size() != 1) {
            throw new IOException(found.size() + " threads are named " + name);
        }
        return found.getFirst();
    }

    /** Whether there is one with that number. */
    static boolean isThere(int task) {
        return Files.exists(file(task, "comm"));
    }

    /** What the system tells of one of them under {@code name}. */
    static Path file(int task, String name) {
        return ALL.resolve(Integer.toString(task)).resolve(name);
    }

    /** Empty if the thread has ended meanwhile. */
    private static String nameOf(int task) {
        try {
            return Files.readString(file(task, "comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}

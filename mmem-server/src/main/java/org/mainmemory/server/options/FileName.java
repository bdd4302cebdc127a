package org.mainmemory.server.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files as options and the environment give them. */
public final class FileName {

    /** What a byte becomes that is no character in the process's locale. */
    private static final char UNREADABLE = '\uFFFD';

    private FileName() {
    }

    /**
     * A name that a file may have.
     *
     * @param option what gives it: an option, or a variable of the environment
     * @throws StartFailure if it is empty, or the process's locale does not have its characters
     */
    public static String checked(String option, String name) throws StartFailure {
        if (name.isEmpty()) {
            throw StartFailure.usage(option + " needs the name of a file");
        }
        if (!isPath(name)) {
            throw StartFailure.usage(option + ": the locale does not have all characters of the file name " + name
                    + " (LC_ALL=C.UTF-8 has)");
        }
        return name;
    }

    private static boolean isPath(String name) {
        try {
            return name.indexOf(UNREADABLE) < 0 && !Path.of(name).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

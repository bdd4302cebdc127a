package org.mainmemory.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mainmemory.server.options.StartFailure;

/** Whether the system has large pages to give: -L. For the main thread. */
final class LargePages {

    private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private LargePages() {
    }

    /**
     * Makes sure that asking for them is of use.
     *
     * @throws StartFailure if it is not: this is no Linux, or an operator has turned them off
     */
    static void require() throws StartFailure {
        require(SETTING);
    }

    static void require(Path setting) throws StartFailure {
        String text;
        try {
            text = Files.readString(setting);
        } catch (IOException e) {
            throw refused("Transparent huge pages support not detected.");
        }
        if (text.contains("[never]")) {
            throw refused("Transparent huge pages support disabled.");
        }
    }

    private static StartFailure refused(String why) {
        return new StartFailure(StartFailure.FAILURE, why + "\nCannot enable large pages on this system");
    }
}

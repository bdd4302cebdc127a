package org.mainmemory.server.bench;

import picocli.CommandLine;

/** Settings of a load as its command line gives them. */
final class Loads {

    private Loads() {
    }

    static LoadSettings settings(String... arguments) {
        LoadOptions options = new LoadOptions();
        new CommandLine(options).setOverwrittenOptionsAllowed(true).parseArgs(arguments);
        return options.settings();
    }
}

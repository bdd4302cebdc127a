package org.mainmemory.server.options;

import org.jspecify.annotations.Nullable;

/** What a command line asks for: to serve with some settings, or only to print a text. */
public sealed interface CommandLine {

    /**
     * Serve.
     *
     * @param settings with these
     */
    record Serve(ServerSettings settings) implements CommandLine {
    }

    /**
     * Print to standard output and exit with code 0.
     *
     * @param text what to print, lines with their ends
     */
    record Print(String text) implements CommandLine {
    }

    /**
     * Reads a command line; options take effect from left to right, so the first failure is the one told.
     *
     * @param words the words after the program's name
     * @param version what -V prints
     * @throws StartFailure with memcached's text and exit code where memcached has one
     */
    static CommandLine read(String[] words, String version) throws StartFailure {
        Getopt getopt = new Getopt(words);
        SettingsReader reader = new SettingsReader();
        for (@Nullable Option option = getopt.next(); option != null; option = getopt.next()) {
            switch (option) {
                case HELP -> {
                    return new Print(version + "\n" + HelpText.options());
                }
                case LICENSE -> {
                    return new Print(version + "\n" + LicenseText.TEXT);
                }
                case VERSION -> {
                    return new Print(version + "\n");
                }
                default -> reader.take(option, getopt.value());
            }
        }
        return new Serve(reader.settings());
    }
}

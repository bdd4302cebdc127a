package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * What an order to the server is answered: a line, a longer text, or what a phase has to tell in its time.
 *
 * @param line a line without its end, if it is one; a noreply hides it
 * @param phase what tells the answer, if it is no line
 */
record Answer(@Nullable String line, @Nullable Phase phase) {

    /** All went well. */
    static final Answer OK = line("OK");
    /** No such order. */
    static final Answer ERROR = line("ERROR");
    /** A word that should be a number is none, or one is missing. */
    static final Answer BAD_FORMAT = line("CLIENT_ERROR bad command line format");

    /** A line. */
    static Answer line(String text) {
        return new Answer(text, null);
    }

    /** A phase. */
    static Answer by(Phase phase) {
        return new Answer(null, phase);
    }

    /** Statistics. */
    static Answer report(StatsReport report) {
        return text(report.text());
    }

    /** A text with its line ends. */
    static Answer text(String text) {
        return by(new Telling(text.getBytes(ISO_8859_1)));
    }
}

package org.mainmemory.memcache.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a release of memcached is known to do otherwise than mmem, read from a file of lines:
 * <pre>
 * # why
 * - regex                      requests that are not sent
 * ~ regex => replacement       what is replaced in the replies of both before they are compared
 * % name                       a counter of stats that is not compared
 * = file                       what another file says
 * ! broken                     only requests are sent that were not changed at random
 * </pre>
 * Requests and replies are matched as bytes in Latin-1; patterns may say {@code \r}, {@code \n} and {@code \xHH}, and
 * a dot is any byte.
 */
final class Differences {

    private static final Path FOLDER = Path.of("src/test/resources/differential");
    /** Counters that both keep and that depend on nothing but the requests, not on what is removed when. */
    private static final Set<String> COUNTERS = Set.of(
            "cmd_get", "cmd_set", "cmd_flush", "cmd_touch", "cmd_meta", "get_hits", "get_misses",
            "delete_misses", "delete_hits", "incr_misses", "incr_hits", "decr_misses", "decr_hits",
            "cas_misses", "cas_hits", "cas_badval", "touch_hits", "touch_misses", "store_too_large",
            "store_no_memory", "auth_cmds", "auth_errors");

    /** Something that is replaced in replies. */
    private record Replaced(Pattern what, String with) {}

    private final List<Pattern> unsent = new ArrayList<>();
    private final List<Replaced> replaced = new ArrayList<>();
    private final Set<String> uncounted = new HashSet<>();
    private boolean noneBroken;

    private Differences(Path file) throws IOException {
        read(file);
    }

    private void read(Path file) throws IOException {
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            if (line.startsWith("- ")) {
                unsent.add(Pattern.compile(line.substring(2), Pattern.DOTALL));
            } else if (line.startsWith("~ ")) {
                String[] sides = line.substring(2).split(" => ?", 2);
                replaced.add(new Replaced(Pattern.compile(sides[0], Pattern.DOTALL),
                        sides[1].replace("\\r", "\r").replace("\\n", "\n")));
            } else if (line.startsWith("% ")) {
                uncounted.add(line.substring(2));
            } else if (line.equals("! broken")) {
                noneBroken = true;
            } else if (line.startsWith("= ")) {
                read(FOLDER.resolve(line.substring(2)));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new IllegalArgumentException(line);
            }
        }
    }

    /** Whether it is known what is different in a release. */
    static boolean isKnown(String release) {
        return Files.exists(FOLDER.resolve(release + "-text.txt"));
    }

    /** The differences of a release in a protocol; none if there is no file of them. */
    static Differences of(String release, String protocol) throws IOException {
        return new Differences(FOLDER.resolve(release + "-" + protocol + ".txt"));
    }

    /** Whether a request may be sent. */
    boolean allows(Request request) {
        return !(noneBroken && request.broken())
                && unsent.stream().noneMatch(pattern -> pattern.matcher(request.text()).find());
    }

    /** Replies in the words that both use. */
    String inCommonWords(String replies) {
        String said = replies;
        for (Replaced one : replaced) {
            said = one.what.matcher(said).replaceAll(one.with);
        }
        return said;
    }

    /** The counters to compare. */
    Map<String, String> compared(Map<String, String> counters) {
        Map<String, String> compared = new TreeMap<>(counters);
        compared.keySet().retainAll(COUNTERS);
        compared.keySet().removeAll(uncounted);
        return compared;
    }
}

package org.mainmemory.memcache.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mainmemory.memcache.store.StoreSettings;

/**
 * A conversation with a memcached, read from a text file of lines:
 * <pre>
 * # a remark
 * ! -A            an option of the server
 * ! whole         the requests of a step must arrive in one piece
 * ! large         too much to be tried with every split
 * ! newest        memcached speaks so only since the release whose behaviour is kept, or a little before
 * > get a         a request line; CR LF is added
 * >- get a        request bytes without a line end
 * &lt; END           a reply line; CR LF is added
 * &lt;- END          reply bytes without a line end
 * >* get key=k    a request packet of the binary protocol, see {@link PacketLine}
 * &lt;* get flags=0  a reply packet
 * = close         the server closes the connection
 * </pre>
 * In both directions {@code \r \n \t \0 \\ \xHH} are bytes and {@code \(k*250)} is 250 times {@code k}. In a reply
 * {@code \[name]} is a number, the same at each place; in a request it is the number last seen there. {@code \[*]} is
 * anything up to the line's end. {@code \{name}} is the same for eight bytes, a CAS of the binary protocol.
 *
 * <p>A step is some requests and the replies to them.
 *
 * @param name the file's name
 * @param options the server's options
 * @param whole whether requests must not be split
 * @param large whether there is too much to be tried with every split
 * @param newest whether older releases of memcached speak otherwise
 * @param steps what is said
 */
record Transcript(
        String name, List<String> options, boolean whole, boolean large, boolean newest, List<Step> steps) {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    /** Some requests and what is answered to them, as written in the file, and whether the connection ends then. */
    record Step(List<String> requests, List<String> replies, boolean close) {

        String request() {
            return String.join("", requests);
        }

        String reply() {
            return String.join("", replies);
        }
    }

    /** All transcripts in the folder. */
    static List<Transcript> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(Files::isRegularFile).sorted().map(Transcript::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Steps that a release answers otherwise: a file in the folder's sub-folder {@code differences}, if there is one.
     */
    static List<Transcript> differences(String release) {
        Path file = FOLDER.resolve("differences").resolve(release + ".txt");
        List<Transcript> found = new ArrayList<>();
        if (!Files.exists(file)) {
            return found;
        }
        List<String> section = new ArrayList<>();
        String name = "";
        for (String line : lines(file)) {
            if (line.startsWith("@ ")) {
                found.add(parse(name, section));
                section = new ArrayList<>();
                name = line.substring(2);
            } else {
                section.add(line);
            }
        }
        found.add(parse(name, section));
        return found;
    }

    /** The same with the steps that {@code others} tells otherwise; each of those must be there. */
    Transcript with(List<Transcript> others) {
        List<Step> changed = new ArrayList<>(steps);
        for (Transcript other : others) {
            for (Step step : other.name.equals(name) ? other.steps : List.<Step>of()) {
                if (changed.stream().noneMatch(old -> old.requests.equals(step.requests))) {
                    throw new IllegalArgumentException(name + " has no step " + step.requests);
                }
                changed.replaceAll(old -> old.requests.equals(step.requests) ? step : old);
            }
        }
        return new Transcript(name, options, whole, large, newest, changed);
    }

    /** Settings with this transcript's options. */
    MemcacheSettings settings(int loops) {
        return builder(loops).build();
    }

    /** The same before they are complete. */
    MemcacheSettings.Builder builder(int loops) {
        StoreSettings store = StoreSettings.defaults(loops);
        MemcacheSettings.Builder settings = MemcacheSettings.builder().listenOnLoopback(0);
        String joined = String.join(" ", options);
        if (joined.contains("-C")) {
            store = new StoreSettings(store.memoryLimitBytes(), store.maxItemSize(), true, false, 1.25, 48,
                    store.slabChunkMax(), loops, false);
        }
        if (joined.contains("-I 512k")) {
            store = new StoreSettings(store.memoryLimitBytes(), 512 << 10, true, true, 1.25, 48,
                    512 << 10, loops, false);
        }
        return settings.store(store)
                .flushEnabled(!joined.contains("-F"))
                .shutdownEnabled(joined.contains("-A"))
                .reqsPerEvent(joined.contains("-R 1") ? 1 : 0);
    }

    /** Whether a request holds a number that a reply must have told before. */
    boolean refersBack() {
        return steps.stream().anyMatch(step -> step.request().contains("\\[") || step.request().contains("\\{"));
    }

    /** Whether it is a conversation in the binary protocol. */
    boolean isBinary() {
        return steps.getFirst().request().startsWith("\\x80");
    }

    @Override
    public String toString() {
        return name;
    }

    private static Transcript read(Path file) {
        return parse(file.getFileName().toString(), lines(file));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript parse(String name, List<String> lines) {
        List<String> options = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        List<String> replies = new ArrayList<>();
        boolean close = false;
        boolean whole = lines.contains("! whole");
        boolean large = lines.contains("! large");
        boolean newest = lines.contains("! newest");
        for (String line : lines) {
            boolean request = line.startsWith(">");
            if (request && (!replies.isEmpty() || close)) {
                steps.add(new Step(List.copyOf(requests), List.copyOf(replies), close));
                requests.clear();
                replies.clear();
                close = false;
            }
            if (request) {
                requests.add(content(line));
            } else if (line.startsWith("<")) {
                replies.add(content(line));
            } else if (line.equals("= close")) {
                close = true;
            } else if (line.startsWith("! -")) {
                options.addAll(List.of(line.substring(2).split(" ")));
            } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("! ")) {
                throw new IllegalArgumentException(name + ": " + line);
            }
        }
        steps.add(new Step(requests, replies, close));
        return new Transcript(name, options, whole, large, newest, steps);
    }

    private static String content(String line) {
        if (line.startsWith("*", 1)) {
            return PacketLine.text(line.startsWith(">"), line.substring(3));
        }
        if (line.startsWith("-", 1)) {
            return line.length() > 3 ? line.substring(3) : "";
        }
        return (line.length() > 2 ? line.substring(2) : "") + "\\r\\n";
    }
}

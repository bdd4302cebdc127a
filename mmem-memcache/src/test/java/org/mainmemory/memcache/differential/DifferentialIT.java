package org.mainmemory.memcache.differential;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.session.MemcachedProcess;

/**
 * A memcached and mmem, with one loop and with several, get the same random requests and say the same: valid, odd and
 * broken ones, pipelined, cut anywhere. scripts/differential runs it at length.
 */
class DifferentialIT {

    private static final int FEW_COMMANDS = 5_000;
    private static final int COMMANDS = Integer.getInteger("mmem.differential.commands", FEW_COMMANDS);
    private static final Optional<Long> SEED = Optional.ofNullable(Long.getLong("mmem.differential.seed"));
    private static final String PROTOCOL = System.getProperty("mmem.differential.protocol", "text meta binary");
    private static final int MAX_REPORTS = Integer.getInteger("mmem.differential.reports", 1);
    private static final long FIXED_SEED = 45;

    static Stream<Arguments> protocolsAndSeeds() {
        List<Long> seeds = SEED.map(List::of).orElseGet(DifferentialIT::seeds);
        return Stream.of(PROTOCOL.split(" "))
                .flatMap(protocol -> seeds.stream().map(seed -> Arguments.of(protocol, seed)));
    }

    /** A build must not fail for what it did not change: only a long run tries a seed that nobody tried before. */
    private static List<Long> seeds() {
        return COMMANDS <= FEW_COMMANDS
                ? List.of(FIXED_SEED)
                : List.of(FIXED_SEED, ThreadLocalRandom.current().nextLong(1L << 32));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("protocolsAndSeeds")
    void mmemSaysWhatMemcachedSays(String protocol, long seed) throws IOException, InterruptedException {
        String release = MemcachedProcess.release().orElse("");
        assumeTrue(Differences.isKnown(release), "no memcached is installed, or one of a release that is not known");
        Differences differences = Differences.of(release, protocol);
        try (MemcachedProcess memcached = MemcachedProcess.start(List.of());
                MemcacheServer single = start(1);
                MemcacheServer several = start(4);
                Peer reference = new Peer("memcached " + release, memcached.port());
                Peer one = new Peer("mmem with 1 loop", single.port());
                Peer four = new Peer("mmem with 4 loops", several.port())) {
            Requests requests = requests(protocol);
            Judge judge = new Judge(requests, differences, List.of(reference, one, four));
            String tally = run(judge, new Allowed(requests, differences), seed);
            System.out.println(protocol + ", seed " + seed + ": " + tally);
        }
    }

    private static String run(Judge judge, Allowed allowed, long seed) throws IOException {
        List<String> reports = new ArrayList<>();
        int commands = 0;
        int i = 0;
        for (; commands < COMMANDS && reports.size() < MAX_REPORTS; i++) {
            Conversation conversation = Conversation.random(new Choice(seed + ((long) i << 32)), allowed);
            commands += conversation.requests();
            String name = "seed " + seed + ", conversation " + i + ":\n";
            try {
                judge.shortestDifference(conversation).ifPresent(report -> reports.add(name + report));
            } catch (IOException e) {
                throw new IOException(name + conversation, e);
            }
        }
        if (!reports.isEmpty()) {
            fail(String.join("\n", reports));
        }
        return commands + " commands in " + i + " conversations; " + judge.unsteady()
                + " differences that were not seen again";
    }

    private static MemcacheServer start(int loops) throws IOException {
        return MemcacheServer.start(MemcacheSettings.builder().listenOnLoopback(0).loops(loops).build());
    }

    private static Requests requests(String protocol) {
        return switch (protocol) {
            case "text" -> new TextRequests();
            case "meta" -> new MetaRequests();
            case "binary" -> new BinaryRequests();
            default -> throw new IllegalArgumentException("no such protocol: " + protocol);
        };
    }
}

package org.mainmemory.server.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option's effect, each text and exit code of a command line that fails. */
class CommandLineTest {

    private static final String VERSION = "memcached 1.2.3-mmem-4";

    /** Words, then what the settings' text must contain: records tell their components by name. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            word                       | port=11211, interfaces=null, addresses=[ListenAddress[host=null, port=11211,
            word                       | unixSocket=null, unixMask=448, backlog=1024
            word                       | limitBytes=67108864, maxItemSize=1048576, evictions=true, useCas=true
            word                       | growthFactor=1.25, slabMinSize=48
            word                       | threads=4, connectionLimit=1024, requestsPerEvent=0, readBufferLimitBytes=0
            word                       | shutdownEnabled=false, flushEnabled=true
            -p 11212                   | port=11212, interfaces=null, addresses=[ListenAddress[host=null, port=11212,
            -p11213                    | port=11213,
            --port=11214               | port=11214,
            --port 11215               | port=11215,
            --por 11216                | port=11216,
            -p 1 -p 2                  | port=2,
            -p 12x                     | port=12,
            -p +12                     | port=12,
            -p 0 -s /x                 | port=0, interfaces=null, addresses=[], unixSocket=/x
            -p -1                      | port=-1, interfaces=null, addresses=[ListenAddress[host=null, port=0,
            -p 0                       | port=0, interfaces=null, addresses=[],
            -U 11222                   | port=11222, interfaces=null, addresses=[ListenAddress[host=null, port=11222,
            -U 11222                   | udpPort=11222, udpAddresses=[ListenAddress[host=null, port=11222,
            -U -1                      | port=-1, interfaces=null, addresses=[ListenAddress[host=null, port=0,
            --udp-port=-1              | udpPort=-1, udpAddresses=[ListenAddress[host=null, port=0, protocol=AUTO]]
            -U 0                       | port=11211,
            -U 0                       | udpPort=0, udpAddresses=[], cookie=0]
            -U 7 -p 11211              | port=11211,
            -U 7 -p 0                  | port=0, interfaces=null, addresses=[],
            -U 7 -p 0 -l a             | udpPort=7, udpAddresses=[ListenAddress[host=a, port=7, protocol=AUTO]]
            -p 6 -U 7 -l a:8           | addresses=[ListenAddress[host=a, port=8, protocol=AUTO]], unixSocket=null
            -p 6 -U 7 -l a:8           | udpPort=7, udpAddresses=[ListenAddress[host=a, port=8, protocol=AUTO]]
            -U 7 -s /x                 | udpPort=7, udpAddresses=[], cookie=0]
            -U 7 -U 0                  | port=11211,
            -s /tmp/m.sock             | addresses=[], unixSocket=/tmp/m.sock
            --unix-socket=/tmp/m.sock  | addresses=[], unixSocket=/tmp/m.sock
            -a 777                     | unixMask=511
            --unix-mask=0660           | unixMask=432
            -A                         | shutdownEnabled=true
            --enable-shutdown          | shutdownEnabled=true
            -l 10.0.0.1                | interfaces=10.0.0.1, addresses=[ListenAddress[host=10.0.0.1, port=11211,
            --listen=a -l b            | interfaces=a,b, addresses=[ListenAddress[host=a, port=11211, protocol=AUTO], L
            -l a -p 7                  | addresses=[ListenAddress[host=a, port=7, protocol=AUTO]]
            -u nobody                  | user=nobody
            --user=nobody              | user=nobody
            -m 100                     | limitBytes=104857600
            word                       | file=null
            -e /dev/shm/m              | file=/dev/shm/m
            --memory-file=m            | file=m
            -m64                       | limitBytes=67108864
            -m 100000                  | limitBytes=104857600000
            --memory-limit=1024        | limitBytes=1073741824
            -M                         | evictions=false
            --disable-evictions        | evictions=false
            -c 10                      | connectionLimit=10
            --conn-limit=99999999999   | connectionLimit=2147483647
            -v                         | verbosity=1
            -vvv                       | verbosity=3
            -v --verbose --verbose=9   | verbosity=3
            -f 1.08                    | growthFactor=1.08
            -f 1.5e0x                  | growthFactor=1.5,
            --slab-growth-factor=2     | growthFactor=2.0
            -n 100                     | slabMinSize=100
            --slab-min-size=8          | slabMinSize=8
            -t 1                       | threads=1
            --threads=16               | threads=16
            -R 1                       | requestsPerEvent=1
            --max-reqs-per-event=20    | requestsPerEvent=20
            -C                         | useCas=false
            --disable-cas              | useCas=false
            -b 4096                    | backlog=4096
            --listen-backlog=0         | backlog=0
            -I 2m                      | maxItemSize=2097152
            -I 512K                    | maxItemSize=524288
            --max-item-size=1048576    | maxItemSize=1048576
            -m 2048 -I 1024M           | maxItemSize=1073741824
            -Z                         | tls=Tls[chainCert=null, key=null, derKey=false, caCert=null, verifyMode=0,
            -Z                         | ciphers=null, writeBufferBytes=16384, sessionCache=false, kernelTls=false,
            -v                         | tls=null
            --enable-ssl -o ssl_key=a  | tls=Tls[chainCert=null, key=a, derKey=false
            -Z -o ssl_wbuf_size=64     | writeBufferBytes=65536
            -Z -o ssl_session_cache    | sessionCache=true
            -Z -o ssl_min_version=3    | minVersion=3
            -Z -o ssl_verify_mode=1    | verifyMode=1
            -Z -o ssl_keyformat=DER    | derKey=true
            -Z -o ssl_keyformat=1      | derKey=false
            -Z -o ssl_kernel_tls       | notes=[-o ssl_kernel_tls changes nothing: Java encrypts by itself]
            -Z -o ssl_min_version=0    | [-o ssl_min_version=0 is 2 here: Java speaks nothing older than TLS 1.2]
            -F                         | flushEnabled=false
            --disable-flush-all        | flushEnabled=false
            -vvMm9 -C                  | limitBytes=9437184, maxItemSize=1048576, evictions=false, useCas=false
            -vv one -M two -- -C -q    | evictions=false, useCas=true
            - -M                       | evictions=false
            -u -v                      | user=-v
            word                       | Running[user=null, daemon=false, pidFile=null, coreDumps=false, lockMemory=fal
            word                       | lockMemory=false, dropPrivileges=false, realTime=true]
            -d                         | daemon=true, pidFile=null
            --daemon -P/run/m.pid      | daemon=true, pidFile=/run/m.pid
            --pidfile=x                | daemon=false, pidFile=x
            -r                         | coreDumps=true
            --enable-coredumps         | coreDumps=true
            -k                         | lockMemory=true
            --lock-memory              | lockMemory=true
            -L                         | slabSizes=[], largePages=true
            --enable-largepages        | largePages=true
            -N 4                       | notes=[-N (--napi-ids) changes nothing: connections are dealt to the threads i
            -S                         | protocol=BINARY, sasl=true
            -Y /x                      | protocol=ASCII, sasl=false, authFile=/x
            -l proto[ascii]:a          | addresses=[ListenAddress[host=a, port=11211, protocol=ASCII]]
            -l a,proto[binary]:tag_x_:b:1 | port=11211, protocol=AUTO], ListenAddress[host=b, port=1, protocol=BINARY]]
            -B binary -l proto[negotiating]:a | host=a, port=11211, protocol=AUTO]
            -S -l proto[negotiating]:a | host=a, port=11211, protocol=BINARY]
            """)
    void takesAnOption(String words, String part) throws StartFailure {
        String settings = serve(words.split(" ")).toString().replace(", tls=AS_ASKED", "");
        assertTrue(settings.contains(part), settings);
    }

    @Test
    void dropsLeadingBlanksOfValues() throws StartFailure {
        assertEquals("nobody", serve("-u", " \tnobody").process().user());
        assertEquals(7, serve("--port=  7").listening().port());
    }

    @ParameterizedTest
    @MethodSource({
        "org.mainmemory.server.options.BadCommandLines#sameAsMemcached",
        "org.mainmemory.server.options.BadCommandLines#subOptionsSameAsMemcached"
    })
    void failsAsMemcachedDoes(BadCommandLines.Case bad) {
        assertFails(bad);
    }

    @ParameterizedTest
    @MethodSource("org.mainmemory.server.options.BadCommandLines#ownMind")
    void refusesWhatItDoesNotHave(BadCommandLines.Case bad) {
        assertFails(bad);
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void everyOptionIsTaken(Option option) throws StartFailure {
        String value = !option.takesValue() ? "" : switch (option) {
            case EXTENDED -> "modern";
            case PROTOCOL -> "auto";
            case NAPI_IDS -> "3";
            default -> "2000";
        };
        String[] words = {"-m", "9999", "-" + option.letter + value};
        if (option != Option.MAX_ITEM_SIZE && option != Option.UNIX_MASK && option != Option.THREADS) {
            CommandLine.read(words, VERSION);
        }
    }

    @Test
    void printsTheVersion() throws StartFailure {
        assertEquals(VERSION + "\n", printed("-V"));
        assertEquals(VERSION + "\n", printed("-vV", "-q"));
        assertEquals(VERSION + "\n", printed("--vers", "-h"));
    }

    @Test
    void printsHelp() throws StartFailure {
        List<String> lines = printed("-c", "1", "--help").lines().toList();
        assertEquals(VERSION, lines.getFirst());
        assertEquals("-p, --port=<num>          TCP port to listen on (default: 11211)", lines.get(1));
        assertEquals("                          0 is off, -1 any free port", lines.get(2));
        for (Option option : Option.values()) {
            String names = "-" + option.letter + (option.longName == null ? " <" : ", --");
            boolean told = lines.stream().anyMatch(line -> line.startsWith(names));
            assertTrue(told, option.names());
        }
    }

    @Test
    void helpIsPlainText() throws StartFailure {
        for (String line : printed("-h").lines().toList()) {
            assertTrue(line.length() <= 110 && line.equals(line.stripTrailing()), line);
            assertFalse(line.contains("\u001b") || line.toLowerCase(Locale.ROOT).contains("usage"), line);
        }
    }

    /** What memcached's own tests and other tools look for there to see what a server can do. */
    @Test
    void helpNamesWhatToolsLookFor() throws StartFailure {
        String help = printed("-h");
        for (String word : List.of("sasl", "unix-socket", "no_drop_privileges", "   - idle_timeout:        seconds")) {
            assertTrue(help.contains(word), word);
        }
        for (String name : List.of("hashpower", "hash_algorithm", "tail_repair_time", "hot_lru_pct", "warm_lru_pct",
                "hot_max_factor", "warm_max_factor", "temporary_ttl", "slab_automove_freeratio", "lru_crawler_sleep",
                "no_hashexpand", "ssl_chain_cert", "ssl_key", "ssl_verify_mode", "ssl_keyformat", "ssl_ciphers",
                "ssl_ca_cert", "ssl_wbuf_size", "ssl_session_cache", "ssl_kernel_tls", "ssl_min_version")) {
            assertTrue(help.contains("   - " + name + ":"), name);
        }
        for (String word : List.of("ext_path", "proxy_config")) {
            assertFalse(help.contains(word), word);
        }
    }

    @Test
    void printsTheLicence() throws StartFailure {
        assertTrue(printed("-i").startsWith(VERSION + "\n\n"), printed("-i"));
        assertTrue(printed("--license").contains("Apache License, Version 2.0"));
    }

    @Test
    void anEmptyListOfSubOptionsIsFine() throws StartFailure {
        assertEquals(64L << 20, serve("-o", "").memory().limitBytes());
    }

    private static void assertFails(BadCommandLines.Case bad) {
        StartFailure failure = assertThrows(
                StartFailure.class, () -> CommandLine.read(bad.words().toArray(String[]::new), VERSION));
        assertEquals(bad.text().replace("%s", "mmem"), failure.text());
        assertEquals(bad.exitCode(), failure.exitCode());
    }

    private static ServerSettings serve(String... words) throws StartFailure {
        return assertInstanceOf(
                CommandLine.Serve.class, CommandLine.read(words, VERSION), Arrays.toString(words)).settings();
    }

    private static String printed(String... words) throws StartFailure {
        return assertInstanceOf(CommandLine.Print.class, CommandLine.read(words, VERSION)).text();
    }
}

package org.mainmemory.memcache.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README.md shows of embedding and testing is code that is tested. */
class ReadmeTest {

    private static final Path EXAMPLES = Path.of("src/test/java/org/mainmemory/memcache/examples");
    private static final Pattern SNIPPET = Pattern.compile("// snippet\\n(.*?)// end\\n", Pattern.DOTALL);

    static Stream<String> snippets() throws Exception {
        return Stream.of("EmbeddedServerIT", "ExtensionFieldIT", "ExtensionParameterIT")
                .flatMap(ReadmeTest::snippetsOf);
    }

    private static Stream<String> snippetsOf(String name) {
        try {
            String source = Files.readString(EXAMPLES.resolve(name + ".java"));
            return SNIPPET.matcher(source).results().map(found -> packed(found.group(1)));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void showsIt(String snippet) throws Exception {
        assertTrue(packed(Files.readString(Path.of("../README.md"))).contains(snippet), snippet);
    }

    private static String packed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}

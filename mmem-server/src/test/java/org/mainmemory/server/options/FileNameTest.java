package org.mainmemory.server.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that name a file, each with names that none can have. */
class FileNameTest {

    @ParameterizedTest
    @CsvSource({
        "-Y,''", "-s,''", "-P,''", "-e,''", "-o ssl_key,ssl_key=", "-o ssl_chain_cert,ssl_chain_cert=",
        "-o ssl_ca_cert,ssl_ca_cert="
    })
    void refusesNone(String option, String value) {
        StartFailure refused = assertThrows(StartFailure.class, () -> read(option, value));
        assertEquals(64, refused.exitCode());
        assertEquals(option, refused.text().replaceAll(" \\(--.*\\)", "").replace(" needs the name of a file", ""));
    }

    @ParameterizedTest
    @CsvSource({"-Y,%s", "-s,%s", "-P,%s", "-e,%s", "-o ssl_key,ssl_key=%s"})
    void refusesCharactersThatTheLocaleDoesNotHave(String option, String value) {
        for (String bad : new String[] {"a\uFFFDb", "a\0b"}) {
            StartFailure refused = assertThrows(StartFailure.class, () -> read(option, value.formatted(bad)));
            assertEquals(64, refused.exitCode());
            assertEquals(option + ": the locale does not have all characters of the file name " + bad
                    + " (LC_ALL=C.UTF-8 has)", refused.text().replaceAll(" \\(--.*?\\)", ""));
        }
    }

    private static void read(String option, String value) throws StartFailure {
        CommandLine.read(new String[] {option.substring(0, 2), value}, "");
    }
}

package org.mainmemory.core.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherSuitesTest {

    private SSLContext context;

    @BeforeEach
    void read() throws Exception {
        context = TestCertificates.server("server").get();
    }

    private List<String> chosen(String list) {
        return CipherSuites.of(list, context).stream().filter(suite -> suite.contains("_WITH_")).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-RSA-AES128-GCM-SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "DHE-RSA-CHACHA20-POLY1305,TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "ECDHE-RSA-AES256-SHA384,TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "DHE-RSA-AES128-SHA,TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"})
    void translates(String name, String suite) {
        assertEquals(List.of(suite), chosen(name));
    }

    @Test
    void keepsTheOrderAndTls13() {
        String list = "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256,ECDHE-RSA-AES128-GCM-SHA256";
        assertEquals(List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                chosen(list));
        assertEquals(Set.of("TLS_AES_128_GCM_SHA256"),
                Set.copyOf(CipherSuites.of(list, context).stream().filter(Set.of("TLS_AES_128_GCM_SHA256")::contains)
                        .toList()));
    }

    @Test
    void aWordForEverythingIsWhatJavaOffers() {
        List<String> offered = Arrays.asList(context.getDefaultSSLParameters().getCipherSuites());
        assertEquals(Set.copyOf(offered), Set.copyOf(CipherSuites.of("HIGH", context)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ECDHE+AESGCM                    | TLS_ECDHE_.*_GCM_SHA\\d+
        HIGH:!aNULL:!MD5:!DHE           | TLS_ECDHE_.*
        ECDHE:-ECDHE+AES                | TLS_ECDHE_.*_CHACHA20_.*
        !CHACHA20:ECDHE:CHACHA20:!SHA1  | TLS_ECDHE_.*_AES_.*_SHA\\d+
        ECDSA:!SHA                      | TLS_.*_ECDSA_WITH_.*\\d
        CHACHA20:@STRENGTH              | .*CHACHA20.*
        """)
    void filtersByClass(String list, String suites) {
        List<String> chosen = chosen(list);
        assertEquals(List.of(), chosen.stream().filter(suite -> !suite.matches(suites)).toList());
        assertEquals(false, chosen.isEmpty());
    }

    @Test
    void movesToTheEnd() {
        List<String> chosen = chosen("ECDHE:+CHACHA20");
        assertEquals(Set.copyOf(chosen("ECDHE")), Set.copyOf(chosen));
        assertEquals(true, chosen.getLast().contains("_CHACHA20_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "HIGH:!ALL", "aNULL", "@SECLEVEL=2"})
    void needsASuite(String list) {
        assertEquals("no cipher suite is left",
                assertThrows(IllegalArgumentException.class, () -> CipherSuites.of(list, context)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HIGH:AES128-NONE", "ECDHE-RSA-DES-CBC3-SHA", "AES128-SHA", "ECDHE+NONSENSE", "nonsense"})
    void saysWhatItHasNot(String list) {
        String missing = list.substring(list.indexOf(':') + 1);
        assertEquals("there is no cipher suite " + missing + " here",
                assertThrows(IllegalArgumentException.class, () -> CipherSuites.of(list, context)).getMessage());
    }
}

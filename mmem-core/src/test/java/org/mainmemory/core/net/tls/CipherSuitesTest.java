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
    @ValueSource(strings = {"HIGH:!aNULL", "ECDHE-RSA-DES-CBC3-SHA", "AES128-SHA", "@SECLEVEL=2", "nonsense"})
    void saysWhatItHasNot(String list) {
        String missing = list.substring(list.indexOf(':') + 1);
        assertEquals("there is no cipher suite " + missing + " here",
                assertThrows(IllegalArgumentException.class, () -> CipherSuites.of(list, context)).getMessage());
    }
}

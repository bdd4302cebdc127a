package org.mainmemory.core.net.tls;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** openssl's words for many cipher suites at once, as tests of Java's names of suites of TLS 1.2. */
final class CipherClass {

    private static final Map<String, Predicate<String>> CLASSES = new HashMap<>();

    static {
        put(suite -> true, "ALL", "DEFAULT", "HIGH");
        put(suite -> suite.startsWith("TLS_ECDHE_"), "ECDHE", "EECDH", "kECDHE", "kEECDH");
        put(suite -> suite.startsWith("TLS_DHE_"), "DHE", "EDH", "kDHE", "kEDH");
        put(suite -> suite.startsWith("TLS_RSA_WITH_"), "RSA", "kRSA");
        put(suite -> suite.contains("RSA_WITH_"), "aRSA");
        put(suite -> suite.contains("_ECDSA_WITH_"), "ECDSA", "aECDSA");
        put(suite -> suite.contains("_DSS_WITH_"), "DSS", "aDSS");
        put(suite -> suite.contains("_AES_"), "AES");
        put(suite -> suite.contains("_AES_128_"), "AES128");
        put(suite -> suite.contains("_AES_256_"), "AES256");
        put(suite -> suite.contains("_GCM_"), "AESGCM");
        put(suite -> suite.contains("_CHACHA20_"), "CHACHA20");
        put(suite -> suite.endsWith("_SHA"), "SHA", "SHA1");
        put(suite -> suite.contains("_CBC_") && suite.endsWith("_SHA256"), "SHA256");
        put(suite -> suite.contains("_CBC_") && suite.endsWith("_SHA384"), "SHA384");
        put(suite -> !suite.endsWith("_SHA"), "TLSv1.2");
        // What Java does not offer.
        put(suite -> false, "aNULL", "eNULL", "NULL", "ADH", "AECDH", "EXP", "EXPORT", "LOW", "MEDIUM",
                "COMPLEMENTOFDEFAULT", "COMPLEMENTOFALL", "DES", "3DES", "RC2", "RC4", "IDEA", "SEED",
                "CAMELLIA", "CAMELLIA128", "CAMELLIA256", "ARIA", "ARIA128", "ARIA256", "ARIAGCM", "AESCCM",
                "AESCCM8", "MD5", "PSK", "kPSK", "aPSK", "kECDHEPSK", "kDHEPSK", "kRSAPSK", "SRP", "kSRP",
                "aSRP", "kGOST", "aGOST", "SSLv3");
    }

    private CipherClass() {
    }

    private static void put(Predicate<String> suites, String... words) {
        Arrays.asList(words).forEach(word -> CLASSES.put(word, suites));
    }

    /** The suites of {@code word}, which may be several joined by +, for those of them all; null if one is unknown. */
    static @Nullable Predicate<String> named(String word) {
        Predicate<String> all = suite -> true;
        for (String part : word.split("\\+")) {
            Predicate<String> one = CLASSES.get(part);
            if (one == null) {
                return null;
            }
            all = all.and(one);
        }
        return all;
    }
}

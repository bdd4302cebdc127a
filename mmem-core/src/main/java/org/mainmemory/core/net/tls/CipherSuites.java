package org.mainmemory.core.net.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Names of cipher suites as openssl writes them in a list with colons, such as
 * {@code ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-CHACHA20-POLY1305}, and as Java and the registry do. Suites of TLS 1.3 are
 * not chosen by such a list, there as here.
 */
public final class CipherSuites {

    private static final Set<String> EVERYTHING = Set.of("ALL", "DEFAULT", "HIGH");
    private static final List<String> KEY_EXCHANGES = List.of("ECDHE-ECDSA-", "ECDHE-RSA-", "DHE-RSA-", "DHE-DSS-");

    private CipherSuites() {
    }

    /**
     * Java's names of what {@code list} names, in its order, behind the suites of TLS 1.3. A name may be Java's, or one
     * of ALL, DEFAULT and HIGH, which are all that Java offers; openssl's other words and operators are not understood.
     *
     * @throws IllegalArgumentException for a name that {@code context} has no suite for; says which
     */
    public static List<String> of(String list, SSLContext context) {
        Set<String> supported = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        Set<String> chosen = new LinkedHashSet<>();
        List<String> offered = Arrays.asList(context.getDefaultSSLParameters().getCipherSuites());
        offered.stream().filter(suite -> !suite.contains("_WITH_")).forEach(chosen::add);
        for (String name : list.split("[:, ]+")) {
            if (EVERYTHING.contains(name)) {
                chosen.addAll(offered);
            } else if (supported.contains(name)) {
                chosen.add(name);
            } else if (!name.isEmpty()) {
                chosen.add(supportedOf(name, supported));
            }
        }
        return new ArrayList<>(chosen);
    }

    private static String supportedOf(String name, Set<String> supported) {
        String translated = translate(name);
        if (translated == null || !supported.contains(translated)) {
            throw new IllegalArgumentException("there is no cipher suite " + name + " here");
        }
        return translated;
    }

    private static @Nullable String translate(String name) {
        for (String exchange : KEY_EXCHANGES) {
            if (name.startsWith(exchange)) {
                String underscored = exchange.replace('-', '_');
                return "TLS_" + underscored + "WITH_" + cipher(name.substring(exchange.length()));
            }
        }
        return null;
    }

    /** {@code AES128-SHA256} is {@code AES_128_CBC_SHA256}, {@code AES128-GCM-SHA256 AES_128_GCM_SHA256}. */
    private static String cipher(String name) {
        if (name.equals("CHACHA20-POLY1305")) {
            return "CHACHA20_POLY1305_SHA256";
        }
        String mode = name.contains("-GCM-") ? "" : "_CBC";
        return name.replaceFirst("^AES(\\d+)-", "AES_$1" + mode + "-").replace('-', '_');
    }
}

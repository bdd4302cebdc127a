package org.mainmemory.core.net.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Names of cipher suites as openssl writes them in a list with colons, such as
 * {@code ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-CHACHA20-POLY1305}, and as Java and the registry do. Suites of TLS 1.3 are
 * not chosen by such a list, there as here.
 */
public final class CipherSuites {

    private static final List<String> KEY_EXCHANGES = List.of("ECDHE-ECDSA-", "ECDHE-RSA-", "DHE-RSA-", "DHE-DSS-");

    private final Set<String> offered;
    private final Set<String> supported;
    private final Set<String> barred = new HashSet<>();
    private final Set<String> chosen = new LinkedHashSet<>();

    private CipherSuites(Set<String> offered, Set<String> supported) {
        this.offered = offered;
        this.supported = supported;
    }

    /**
     * Java's names of what {@code list} names, in its order, behind the suites of TLS 1.3. A word is a suite by
     * openssl's or Java's name, or one of openssl's classes, which is those of its suites that Java offers: HIGH,
     * ECDHE, AESGCM, ECDHE+AESGCM. {@code !} before it bars its suites, {@code -} takes them out again, {@code +} puts
     * them last; what begins with {@code @} changes nothing.
     *
     * @throws IllegalArgumentException for a name that {@code context} has no suite for; says which; or if no suite is
     *     left
     */
    public static List<String> of(String list, SSLContext context) {
        Set<String> offered = new LinkedHashSet<>(
                Arrays.asList(context.getDefaultSSLParameters().getCipherSuites()));
        List<String> chosen = new ArrayList<>(offered.stream().filter(suite -> !isOlder(suite)).toList());
        offered.removeIf(suite -> !isOlder(suite));
        CipherSuites suites =
                new CipherSuites(offered, Set.of(context.getSupportedSSLParameters().getCipherSuites()));
        for (String word : list.split("[:, ;]+")) {
            if (!word.isEmpty() && word.charAt(0) != '@') {
                suites.take(word);
            }
        }
        if (suites.chosen.isEmpty()) {
            throw new IllegalArgumentException("no cipher suite is left");
        }
        chosen.addAll(suites.chosen);
        return chosen;
    }

    private static boolean isOlder(String suite) {
        return suite.contains("_WITH_");
    }

    private void take(String word) {
        switch (word.charAt(0)) {
            case '!' -> {
                Set<String> named = named(word.substring(1), false);
                barred.addAll(named);
                chosen.removeAll(named);
            }
            case '-' -> chosen.removeAll(named(word.substring(1), false));
            case '+' -> {
                Set<String> last = named(word.substring(1), false);
                last.retainAll(chosen);
                chosen.removeAll(last);
                chosen.addAll(last);
            }
            default -> {
                Set<String> named = named(word, true);
                named.removeAll(barred);
                chosen.addAll(named);
            }
        }
    }

    private Set<String> named(String word, boolean mustBe) {
        Set<String> named = new LinkedHashSet<>();
        Predicate<String> group = CipherClass.named(word);
        if (group != null) {
            offered.stream().filter(group).forEach(named::add);
            return named;
        }
        String suite = supported.contains(word) ? word : translate(word);
        if (suite != null && supported.contains(suite)) {
            named.add(suite);
        } else if (mustBe) {
            throw new IllegalArgumentException("there is no cipher suite " + word + " here");
        }
        return named;
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

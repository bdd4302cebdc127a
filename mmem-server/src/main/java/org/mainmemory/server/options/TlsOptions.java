package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.TlsSetup;

/** Collects what the command line says about TLS: -Z and the ssl_ options of -o. Without -Z the latter do nothing. */
final class TlsOptions implements SubOptionGroup {

    private static final int KIB = 1 << 10;
    private static final int PEM = 1;
    private static final int DER = 2;
    private static final int MAX_VERIFY_MODE = 3;
    private static final int MAX_VERSION = 3;

    private boolean enabled;
    private @Nullable String chainCert;
    private @Nullable String key;
    private @Nullable String caCert;
    private @Nullable String ciphers;
    private int verifyMode;
    private boolean derKey;
    private int writeBufferBytes = TlsSetup.DEFAULT_WRITE_BUFFER_BYTES;
    private boolean sessionCache;
    private boolean kernelTls;
    private int minVersion = TlsSetup.DEFAULT_MIN_VERSION;

    void enable() {
        enabled = true;
    }

    boolean isEnabled() {
        return enabled;
    }

    @Override
    public boolean take(String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "ssl_chain_cert" -> chainCert = file(name, value);
            case "ssl_key" -> key = file(name, value);
            case "ssl_ca_cert" -> caCert = file(name, value);
            case "ssl_ciphers" -> ciphers = text(name, value);
            case "ssl_verify_mode" -> verifyMode = choice(name, value, MAX_VERIFY_MODE);
            case "ssl_min_version" -> minVersion = choice(name, value, MAX_VERSION);
            case "ssl_keyformat" -> derKey = isDer(name, value);
            case "ssl_wbuf_size" -> writeBufferBytes = number(name, value) * KIB;
            case "ssl_session_cache" -> sessionCache = true;
            case "ssl_kernel_tls" -> kernelTls = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String text(String name, @Nullable String value) throws StartFailure {
        if (value == null) {
            throw failure("Missing " + name + " argument");
        }
        return value;
    }

    private static String file(String name, @Nullable String value) throws StartFailure {
        return FileName.checked("-o " + name, text(name, value));
    }

    private static int number(String name, @Nullable String value) throws StartFailure {
        String digits = text(name, value);
        if (!digits.matches("\\d{1,6}")) {
            throw failure("could not parse argument to " + name);
        }
        return Integer.parseInt(digits);
    }

    private static int choice(String name, @Nullable String value, int most) throws StartFailure {
        int number = number(name, value);
        if (number > most) {
            throw failure("Invalid " + name + ". Use help to see valid options.");
        }
        return number;
    }

    /** openssl's numbers, which memcached takes, or the names that its help speaks of. */
    private static boolean isDer(String name, @Nullable String value) throws StartFailure {
        return switch (text(name, value)) {
            case "PEM" -> false;
            case "DER" -> true;
            default -> switch (number(name, value)) {
                case PEM -> false;
                case DER -> true;
                default -> throw failure("Invalid " + name + ": PEM (1) and DER (2) are known");
            };
        };
    }

    /** What of it changes nothing, for the user to know. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (enabled && kernelTls) {
            notes.add("-o ssl_kernel_tls changes nothing: Java encrypts by itself");
        }
        if (enabled && minVersion < TlsSetup.DEFAULT_MIN_VERSION) {
            notes.add("-o ssl_min_version=" + minVersion + " is 2 here: Java speaks nothing older than TLS 1.2");
        }
        return notes;
    }

    /** The settings; null without -Z. */
    ServerSettings.@Nullable Tls settings() {
        return enabled
                ? new ServerSettings.Tls(chainCert, key, derKey, caCert, verifyMode, ciphers, writeBufferBytes,
                        sessionCache, kernelTls, minVersion)
                : null;
    }
}

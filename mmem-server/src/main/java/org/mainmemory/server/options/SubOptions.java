package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.AdminSettings;
import org.mainmemory.memcache.session.Tuning;

/**
 * Collects the lists after -o. What tunes a mechanism of memcached's that mmem has no need of is taken with a note;
 * what asks for something that mmem does not have is refused.
 */
final class SubOptions {

    private final ClientOptions clients = new ClientOptions();
    private final SlabOptions slabs = new SlabOptions();
    private final LruOptions lru = new LruOptions();
    private final UnneededOptions unneeded = new UnneededOptions();
    private final TlsOptions tls;
    private final List<SubOptionGroup> groups;
    private boolean debugVerbs;

    SubOptions(TlsOptions tls) {
        this.tls = tls;
        groups = List.of(clients, slabs, lru, tls, unneeded);
    }

    /** Takes a list with commas. */
    void take(String list) throws StartFailure {
        for (String option : list.split(",")) {
            if (!option.isEmpty()) {
                String[] parts = option.split("=", 2);
                takeOne(option, parts[0], parts.length > 1 ? parts[1] : null);
            }
        }
    }

    private void takeOne(String option, String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "debug_verbs" -> debugVerbs = true;
            case "no_modern" -> {
                clients.noModern();
                slabs.noModern();
                lru.noModern();
            }
            default -> {
                for (SubOptionGroup group : groups) {
                    if (group.take(name, value)) {
                        return;
                    }
                }
                throw refusal(option, name);
            }
        }
    }

    private static StartFailure refusal(String option, String name) {
        if (name.startsWith("ext_")) {
            return usage("-o " + name + ": mmem keeps all items in memory and has no extstore");
        }
        if (name.startsWith("proxy_")) {
            return usage("-o " + name + ": mmem is no proxy and runs no Lua");
        }
        return failure("Illegal suboption \"" + option + "\"");
    }

    ClientOptions clients() {
        return clients;
    }

    SlabOptions slabs() {
        return slabs;
    }

    LruOptions lru() {
        return lru;
    }

    /** What the user should know. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(unneeded.notes());
        notes.addAll(tls.notes());
        return notes;
    }

    /** The settings so far, with what the short options say. */
    AdminSettings admin(char delimiter, boolean detail, boolean dump, boolean watch) {
        return new AdminSettings(delimiter, detail, dump, watch, slabs.trackSizes(), clients.idleTimeoutSeconds(),
                clients.maxconnsFast(), clients.watcherBufferBytes(), clients.workerBufferBytes(),
                slabs.reassign(), lru.maintainer(), debugVerbs, lru.among(slabs.among(Tuning.DEFAULTS)));
    }
}

package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** -o's options that tune what mmem has no need of: their values are checked, then the user is told. */
final class UnneededOptions implements SubOptionGroup {

    private static final int MIN_HASHPOWER = 12;
    private static final int MAX_HASHPOWER = 32;
    private static final int MIN_TAIL_REPAIR_SECONDS = 10;
    private static final Set<String> HASH_ALGORITHMS = Set.of("jenkins", "murmur3", "xxh3");

    private final List<String> notes = new ArrayList<>();

    @Override
    public boolean take(String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "modern", "relaxed_privileges" -> {
                return true; // What they ask for is so.
            }
            case "hashpower" -> hashpower(name, value);
            case "tail_repair_time" -> tailRepairTime(name, value);
            case "hash_algorithm" -> hashAlgorithm(name, value);
            case "no_hashexpand", "inline_ascii_resp", "no_inline_ascii_resp", "resp_obj_mem_limit" -> { }
            default -> {
                return false;
            }
        }
        notes.add("-o " + name + " changes nothing: mmem has no need of it");
        return true;
    }

    private static void hashpower(String name, @Nullable String value) throws StartFailure {
        int power = Numbers.leadingInt(SubOptionValues.required(value, "numeric argument for " + name));
        if (power < MIN_HASHPOWER) {
            throw failure("Initial hashtable multiplier of " + power + " is too low");
        }
        if (power > MAX_HASHPOWER) {
            throw failure("Initial hashtable multiplier of " + power + " is too high\n"
                    + "Choose a value based on \"STAT hash_power_level\" from a running instance");
        }
    }

    private static void tailRepairTime(String name, @Nullable String value) throws StartFailure {
        int seconds = Numbers.leadingInt(SubOptionValues.required(value, "numeric argument for " + name));
        if (seconds < MIN_TAIL_REPAIR_SECONDS) {
            throw failure("Cannot set tail_repair_time to less than 10 seconds");
        }
    }

    private static void hashAlgorithm(String name, @Nullable String value) throws StartFailure {
        if (!HASH_ALGORITHMS.contains(SubOptionValues.required(value, name + " argument"))) {
            throw failure("Unknown hash_algorithm option (jenkins, murmur3, xxh3)");
        }
    }

    /** What the user should know. */
    List<String> notes() {
        return notes;
    }
}

package org.mainmemory.memcache.session;

import java.util.Set;

/** {@code extstore}: tunes a flash tier. memcached takes these without one too; they then change nothing, as here. */
final class ExtstoreVerb implements AdminVerb {

    private static final Set<String> NUMBERS = Set.of(
            "item_size", "item_age", "low_ttl", "recache_rate", "compact_under", "drop_under", "max_sleep",
            "drop_unread");

    @Override
    public Answer answer(AdminLine line) {
        if (line.size() < 3) {
            return Answer.ERROR;
        }
        String knob = line.word(1);
        boolean valid = switch (knob) {
            case "free_memchunks" -> line.size() > 3;
            case "max_frag" -> !Double.isNaN(line.fraction(2));
            default -> NUMBERS.contains(knob) && line.unsigned(2) >= 0;
        };
        return valid ? Answer.OK : Answer.ERROR;
    }
}

package org.mainmemory.memcache.session;

import java.util.List;

/** {@code extstore}: tunes a flash tier. memcached takes these without one too; they then change nothing, as here. */
final class ExtstoreVerb implements AdminVerb {

    private static final int CLASSES = 64;
    /** In memcached's order: of a word cut short the first that fits counts. */
    private static final List<String> KNOBS = List.of(
            "free_memchunks", "item_size", "item_age", "low_ttl", "recache_rate", "compact_under", "drop_under",
            "max_sleep", "max_frag", "drop_unread");

    @Override
    public Answer answer(AdminLine line) {
        if (line.size() < 3) {
            return Answer.ERROR;
        }
        for (String knob : KNOBS) {
            if (line.says(1, knob) && (line.size() > 3 || !knob.equals("free_memchunks"))) {
                return isValid(knob, line) ? Answer.OK : Answer.ERROR;
            }
        }
        return Answer.ERROR;
    }

    private static boolean isValid(String knob, AdminLine line) {
        return switch (knob) {
            case "free_memchunks" -> line.unsigned(2) >= 0 && line.unsigned(2) < CLASSES && line.unsigned(3) >= 0;
            case "max_frag" -> !Double.isNaN(line.fraction(2));
            default -> line.unsigned(2) >= 0;
        };
    }
}

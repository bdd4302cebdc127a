package org.mainmemory.memcache.differential;

import java.util.ArrayList;
import java.util.List;

/** Some rounds that start with an empty cache. */
record Conversation(List<Round> rounds) {

    private static final int MAX_ROUNDS = 15;

    static Conversation random(Choice choice, Allowed source) {
        int count = 1 + choice.below(MAX_ROUNDS);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rounds.add(Round.random(choice, source));
        }
        return new Conversation(rounds);
    }

    /** How many requests it has. */
    int requests() {
        return rounds.stream().mapToInt(round -> round.requests().size()).sum();
    }

    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        for (Round round : rounds) {
            shown.append(round.split() == 0 ? "  together:\n" : "  in pieces (" + round.split() + "):\n");
            round.requests().forEach(request -> shown.append("    ").append(request).append('\n'));
        }
        return shown.toString();
    }
}

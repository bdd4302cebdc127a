package org.mainmemory.memcache.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes a conversation with a difference as short as it can. */
final class Shrinking {

    private static final int MAX_TRIALS = 400;
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Judge judge;
    private Conversation shortest;
    private String difference;
    private final long startNanos = System.nanoTime();
    private int trials;

    Shrinking(Judge judge, Conversation conversation, String difference) {
        this.judge = judge;
        this.shortest = conversation;
        this.difference = difference;
    }

    /** The report: requests, and what was said. */
    String report() throws IOException {
        boolean shorter;
        do {
            shorter = withoutRounds();
            shorter |= withoutRequests();
            shorter |= withoutSplits();
        } while (shorter && trials < MAX_TRIALS && System.nanoTime() - startNanos < MAX_NANOS);
        return shortest + difference;
    }

    private boolean withoutRounds() throws IOException {
        boolean shorter = false;
        for (int i = shortest.rounds().size() - 1; i >= 0; i--) {
            List<Round> fewer = new ArrayList<>(shortest.rounds());
            fewer.remove(i);
            shorter |= isTaken(fewer);
        }
        return shorter;
    }

    private boolean withoutRequests() throws IOException {
        boolean shorter = false;
        for (int i = shortest.rounds().size() - 1; i >= 0; i--) {
            for (int j = shortest.rounds().get(i).requests().size() - 1; j >= 0; j--) {
                Round round = shortest.rounds().get(i);
                List<Request> fewer = new ArrayList<>(round.requests());
                fewer.remove(j);
                shorter |= isTaken(with(i, new Round(fewer, round.split())));
            }
        }
        return shorter;
    }

    private boolean withoutSplits() throws IOException {
        boolean shorter = false;
        for (int i = 0; i < shortest.rounds().size(); i++) {
            Round round = shortest.rounds().get(i);
            shorter |= round.split() != 0 && isTaken(with(i, new Round(round.requests(), 0)));
        }
        return shorter;
    }

    private List<Round> with(int index, Round round) {
        List<Round> rounds = new ArrayList<>(shortest.rounds());
        rounds.set(index, round);
        return rounds;
    }

    private boolean isTaken(List<Round> rounds) throws IOException {
        if (++trials > MAX_TRIALS || System.nanoTime() - startNanos > MAX_NANOS) {
            return false;
        }
        Conversation shorter = new Conversation(rounds);
        Optional<String> still = judge.steadyDifference(shorter);
        still.ifPresent(found -> {
            shortest = shorter;
            difference = found;
        });
        return still.isPresent();
    }
}

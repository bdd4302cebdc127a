package org.mainmemory.memcache.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the same conversation with several servers, and compares what they say with what the first of them says. */
final class Judge {

    /** The reference answers at once, unless it waits for more: then it gets more. */
    private static final int PATIENCE_MILLIS = 100;
    private static final int TIMEOUT_MILLIS = 20_000;
    /** How often a difference must be seen again: clocks that tick in the middle of a conversation are none. */
    private static final int TRIES = 3;

    private final Requests requests;
    private final Differences differences;
    private final List<Peer> peers;
    private int syncs;
    private int unsteady;

    Judge(Requests requests, Differences differences, List<Peer> peers) {
        this.requests = requests;
        this.differences = differences;
        this.peers = peers;
    }

    /** A short report of what is different; empty if nothing is. */
    Optional<String> shortestDifference(Conversation conversation) throws IOException {
        Optional<String> difference = steadyDifference(conversation);
        return difference.isEmpty()
                ? difference
                : Optional.of(new Shrinking(this, conversation, difference.get()).report());
    }

    /** What is different each time it is tried; empty if nothing is. */
    Optional<String> steadyDifference(Conversation conversation) throws IOException {
        Optional<String> difference = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            difference = difference(conversation);
            if (difference.isEmpty()) {
                unsteady += i > 0 ? 1 : 0;
                break;
            }
        }
        return difference;
    }

    /** How many differences were not seen again. */
    int unsteady() {
        return unsteady;
    }

    private Optional<String> difference(Conversation conversation) throws IOException {
        List<Comparison> comparisons = new ArrayList<>();
        for (Peer peer : peers) {
            peer.startAfresh();
            comparisons.add(new Comparison());
        }
        for (Round round : conversation.rounds()) {
            hold(round);
            for (int i = 1; i < peers.size(); i++) {
                Optional<String> difference = compare(peers.get(i), comparisons.get(i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            if (!peers.getFirst().said().endsWith(Peer.CLOSED)) {
                peers.forEach(this::learn);
            }
        }
        return counters();
    }

    private void hold(Round round) throws IOException {
        int number = ++syncs;
        for (Peer peer : peers) {
            peer.say(round, requests.sync(number));
        }
        if (!peers.getFirst().awaitEnd(requests.syncReply(number), PATIENCE_MILLIS)) {
            number = ++syncs;
            for (Peer peer : peers) {
                peer.say(requests.filler() + requests.sync(number));
            }
            if (!peers.getFirst().awaitEnd(requests.syncReply(number), PATIENCE_MILLIS)) {
                for (Peer peer : peers) {
                    peer.sayNoMore();
                }
            }
        }
        for (Peer peer : peers) {
            peer.awaitEnd(requests.syncReply(number), TIMEOUT_MILLIS);
        }
    }

    private Optional<String> compare(Peer other, Comparison comparison) {
        String reference = differences.inCommonWords(peers.getFirst().said());
        String said = differences.inCommonWords(other.said());
        if (reference.endsWith(Peer.CLOSED) && said.endsWith(Peer.CLOSED)) {
            // memcached forgets replies that are still queued when it closes a connection for an error.
            int told = reference.length() - Peer.CLOSED.length();
            reference = reference.substring(0, told);
            said = said.substring(0, Math.min(told, said.length() - Peer.CLOSED.length()));
        }
        return comparison.difference(requests.pieces().of(reference), requests.pieces().of(said))
                .map(difference -> "  " + other.name() + ":\n" + difference);
    }

    private void learn(Peer peer) {
        for (Piece piece : requests.pieces().of(peer.said())) {
            if (piece instanceof Piece.Cas cas && cas.value() != 0) {
                peer.saw(cas);
            }
        }
    }

    private Optional<String> counters() throws IOException {
        Map<String, String> reference = differences.compared(peers.getFirst().counters());
        for (Peer other : peers.subList(1, peers.size())) {
            Map<String, String> counters = differences.compared(other.counters());
            StringBuilder different = new StringBuilder();
            reference.forEach((name, value) -> {
                if (!value.equals(counters.get(name))) {
                    different.append("    ").append(name).append(": reference ").append(value)
                            .append(", other ").append(counters.get(name)).append('\n');
                }
            });
            if (!different.isEmpty()) {
                return Optional.of("  " + other.name() + ", counters:\n" + different);
            }
        }
        return Optional.empty();
    }
}

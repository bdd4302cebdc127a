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
    /** The same where it is likely to wait for more. */
    private static final int LITTLE_PATIENCE_MILLIS = 20;
    private static final int TIMEOUT_MILLIS = 10_000;
    /** How often a difference must be seen again: clocks that tick in the middle of a conversation are none. */
    private static final int TRIES = 3;
    /** Trying again is more patient: a busy machine makes a server look as if it waited for more. */
    private static final int PATIENCE_GROWTH = 5;

    private final Requests requests;
    private final Differences differences;
    private final List<Peer> peers;
    private int syncs;
    private int unsteady;
    private int patience = 1;

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
        patience = 1;
        for (int i = 0; i < TRIES; i++, patience *= PATIENCE_GROWTH) {
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
            if (!peers.getFirst().isEnded()) {
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
        int millis = patience * (round.isBroken() ? LITTLE_PATIENCE_MILLIS : PATIENCE_MILLIS);
        if (!peers.getFirst().awaitEnd(requests.syncReply(number), millis)) {
            number = ++syncs;
            for (Peer peer : peers) {
                peer.say(requests.filler() + requests.sync(number));
            }
            if (!peers.getFirst().awaitEnd(requests.syncReply(number), patience * PATIENCE_MILLIS)) {
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
        List<Piece> reference = pieces(peers.getFirst());
        List<Piece> said = pieces(other);
        if (peers.getFirst().isEnded() && other.isEnded()) {
            // memcached forgets replies that are still queued when it closes a connection for an error.
            said = said.subList(0, Math.min(said.size(), reference.size()));
            if (other.isReset()) {
                said = said.subList(0, Math.max(0, said.size() - 1));
                reference = reference.subList(0, said.size());
            }
        }
        Optional<String> difference = peers.getFirst().isEnded() == other.isEnded()
                ? comparison.difference(reference, said)
                : Optional.of("    only one has closed the connection: " + reference + "\n    " + said + "\n");
        return difference.map(found -> "  " + other.name() + ":\n" + found);
    }

    private List<Piece> pieces(Peer peer) {
        return requests.pieces().of(differences.inCommonWords(peer.said()));
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

package org.mainmemory.memcache.differential;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mainmemory.memcache.differential.Piece.Cas;
import org.mainmemory.memcache.differential.Piece.Seconds;

/**
 * Compares what two servers say in one conversation. Their CAS values are their own, but where one tells a value again
 * the other must, and where one tells a new value the other must, too.
 */
final class Comparison {

    /** How far apart two clocks that tick once a second may be seen. */
    private static final long TOLERANCE_SECONDS = 2;
    private static final int WHERE_BEFORE = 6;

    private final Map<Long, Long> mine = new HashMap<>();
    private final Map<Long, Long> yours = new HashMap<>();

    /** What is different; empty if nothing is. */
    Optional<String> difference(List<Piece> reference, List<Piece> other) {
        int common = Math.min(reference.size(), other.size());
        for (int i = 0; i < common; i++) {
            if (!same(reference.get(i), other.get(i))) {
                return Optional.of(around(reference, other, i));
            }
        }
        return reference.size() == other.size() ? Optional.empty() : Optional.of(around(reference, other, common));
    }

    private boolean same(Piece reference, Piece other) {
        if (reference instanceof Cas a && other instanceof Cas b) {
            return sameCas(a.value(), b.value());
        }
        if (reference instanceof Seconds a && other instanceof Seconds b) {
            return Math.abs(a.value() - b.value()) <= TOLERANCE_SECONDS || (isPast(a) && isPast(b));
        }
        return reference.equals(other);
    }

    /** What remains to an item that has expired is told as a negative number cut to 32 bits. */
    private static boolean isPast(Seconds seconds) {
        return seconds.value() > Integer.MAX_VALUE && seconds.value() <= 0xFFFF_FFFFL;
    }

    private boolean sameCas(long a, long b) {
        if (a == 0 || b == 0) {
            return a == b;
        }
        Long knownB = mine.putIfAbsent(a, b);
        Long knownA = yours.putIfAbsent(b, a);
        return (knownB == null || knownB == b) && (knownA == null || knownA == a);
    }

    private static String around(List<Piece> reference, List<Piece> other, int at) {
        return "    reference: " + text(reference, at) + "\n    other:     " + text(other, at) + "\n";
    }

    private static String text(List<Piece> pieces, int at) {
        StringBuilder text = new StringBuilder(at > WHERE_BEFORE ? "... " : "");
        for (int i = Math.max(0, at - WHERE_BEFORE); i < Math.min(pieces.size(), at + WHERE_BEFORE); i++) {
            text.append(i == at ? " >>> " : "").append(pieces.get(i));
        }
        return text + (at >= pieces.size() ? " >>> (nothing more)" : "");
    }
}

package org.mainmemory.memcache.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Requests that are sent without waiting for replies.
 *
 * @param requests the requests, in order
 * @param split chooses into how many pieces they are cut and where; 0 for one piece
 */
record Round(List<Request> requests, long split) {

    /** A client does not read while it writes: a round has to fit what kernels buffer. */
    private static final int MAX_BYTES = 60_000;
    private static final int MAX_REQUESTS = 30;
    /** What follows something broken may be taken for a part of it, or for a line, which has to be short. */
    private static final int MAX_AFTER_BROKEN = 1000;
    private static final int MAX_PIECES = 6;

    static Round random(Choice choice, Allowed source) {
        int count = choice.oneIn(3) ? 1 : 1 + choice.below(MAX_REQUESTS);
        List<Request> requests = new ArrayList<>();
        boolean broken = false;
        int bytes = 0;
        while (requests.size() < count && bytes < MAX_BYTES) {
            Request request = source.next(choice);
            if (!broken || request.text().length() < MAX_AFTER_BROKEN) {
                requests.add(broken ? request.withoutCas() : request);
                broken |= request.broken();
                bytes += request.text().length();
            }
        }
        return new Round(requests, choice.oneIn(2) ? 0 : choice.any());
    }

    /** Whether there is something broken in it. */
    boolean isBroken() {
        return requests.stream().anyMatch(Request::broken);
    }

    /** Where to cut {@code length} bytes: growing offsets, the last is {@code length}. */
    int[] ends(int length) {
        if (split == 0) {
            return new int[] {length};
        }
        Random random = new Random(split);
        int pieces = 2 + random.nextInt(MAX_PIECES - 1);
        int[] ends = new int[pieces];
        for (int i = 0; i < pieces - 1; i++) {
            ends[i] = (int) (random.nextDouble() * length);
        }
        ends[pieces - 1] = length;
        Arrays.sort(ends);
        return ends;
    }
}

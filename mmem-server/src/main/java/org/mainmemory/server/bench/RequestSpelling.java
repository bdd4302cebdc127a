package org.mainmemory.server.bench;

import org.mainmemory.core.memory.OutputBuffer;

/**
 * How a {@link Dialect} spells requests, part by part: a set is a head, the value and a tail, a get one part for each
 * key. The parts but for the value have {@link #MOST_BYTES} at most, for which there is room. Any thread.
 */
interface RequestSpelling {

    /** More bytes than a part has. */
    int MOST_BYTES = 512;

    /** What comes before the value of {@code key}. */
    void putSetHead(OutputBuffer out, long key);

    /** What comes behind the value. */
    void putSetTail(OutputBuffer out);

    /** What asks for {@code key}, which is key {@code at}, from 0, of the {@code count} of its request. */
    void putGet(OutputBuffer out, long key, int at, int count);
}

package org.mainmemory.memcache.protocol.text;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.KeyHash;

/** What the first request in a window is about, at a glance. Stateless; whoever owns the window. */
public final class FirstKey {

    private FirstKey() {
    }

    /**
     * Hashes the second word, which is the key in all commands on one but gat; 0 if there is none. The line may be
     * incomplete, or no command at all: it is a guess.
     */
    public static long hash(InputBuffer in) {
        int verbEnd = Tokens.blankOrEnd(in, in.start(), in.end());
        int at = Tokens.skipSpaces(in, verbEnd, in.end());
        if (at == verbEnd) {
            return 0;
        }
        int end = Tokens.blankOrEnd(in, at, Math.min(in.end(), at + Command.MAX_KEY_LENGTH));
        return end == at ? 0 : KeyHash.of(in.bytes(), at, end - at);
    }
}

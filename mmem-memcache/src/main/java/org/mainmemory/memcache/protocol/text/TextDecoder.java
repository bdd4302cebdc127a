package org.mainmemory.memcache.protocol.text;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.KeyHash;
import org.mainmemory.memcache.command.Opcode;

/**
 * Reads one command line of the classic text protocol: a plain function from the bytes in the window to a filled-in
 * {@link Command} and a {@link Decoded}. It consumes nothing and remembers nothing from one call to the next; what
 * the accessors tell is the outcome of the last call.
 *
 * <p>The source is memcached's {@code protocol.txt} and the behaviour of its release 1.6.45. Where that release
 * behaves by accident, this class does the plain thing:
 * <ul>
 * <li>a key that is too long in a retrieval is answered with one error line, without an empty line behind it;
 * <li>a number that is only a sign, or that hides blanks other than spaces, is no number ({@link TextNumber});
 * <li>a {@code get} or {@code gets} line longer than the whole window is answered key by key as it comes in instead of
 * being collected without bound; if a key that is too long turns up after others have been answered, the error follows
 * them;
 * <li>such a line with spaces before its verb, which can only be an error, is answered at once and dropped.
 * </ul>
 *
 * <p>A verb is recognised by comparing a word of up to eight bytes; the line end is searched eight bytes at a time.
 * Only the space byte separates words. One per loop, that loop's thread only.
 */
public final class TextDecoder {

    /** A line that has no end after this many bytes is not waited for, unless it is a get or gets. */
    public static final int MAX_UNENDED_LINE = 2048;

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final byte SPACE = ' ';
    /** Line ends included. */
    private static final int SHORTEST_LINE = 4;
    private static final int MAX_LEADING_SPACES = 100;
    private static final int MAX_VALUE_LENGTH = Integer.MAX_VALUE - 2;
    private static final int GET_SPACE = (int) TextWord.of("get ");
    private static final long GETS_SPACE = TextWord.of("gets ");

    private final Tokens tokens = new Tokens();
    private final TextNumber number = new TextNumber();

    private int start;
    private int lineEnd;
    private int next;
    private int keysStart;
    private int keyEnd;
    private int hashedEnd;
    private int swallow;
    private TextError error = TextError.UNKNOWN;

    /** Index behind the line. */
    public int next() {
        return next;
    }

    /** Of a retrieval: index from which on its keys lie. */
    public int keysStart() {
        return keysStart;
    }

    /** Index of the line's CR LF or LF: where the last key ends. */
    public int lineEnd() {
        return lineEnd;
    }

    /** Index behind the key that {@link #nextKey} found. */
    public int keyEnd() {
        return keyEnd;
    }

    /** Of a rejected line: what to say. */
    public TextError error() {
        return error;
    }

    /** Of a rejected line: bytes behind it that belong to it, 0 if none. Of a storage command: value and CR LF. */
    public int swallow() {
        return swallow;
    }

    /** The words of the last command other than a retrieval; the verb is word 0. */
    public int words() {
        return tokens.count();
    }

    /** Word {@code index} as a string, a character a byte. For commands that come seldom. */
    public String word(InputBuffer in, int index) {
        return tokens.text(in, index);
    }

    /** Whether word {@code index} is the beginning of {@code whole}, or all of it. */
    public boolean isPrefix(InputBuffer in, int index, String whole) {
        return tokens.isPrefix(in, index, whole);
    }

    /** Whether word {@code index} is {@code whole}. */
    public boolean isWord(InputBuffer in, int index, String whole) {
        return tokens.length(index) == whole.length() && tokens.isPrefix(in, index, whole);
    }

    /**
     * Reads the line at the start of the window.
     *
     * @param searched so many bytes of the window are known to hold no line end: 0, or what the window's length was
     *     when the same line needed more
     */
    public Decoded decode(InputBuffer in, Command command, int searched) {
        start = in.start();
        int lf = in.indexOf(LF, start + searched);
        if (lf < 0) {
            return unended(in, command);
        }
        next = lf + 1;
        lineEnd = lf > start && in.byteAt(lf - 1) == CR ? lf - 1 : lf;
        command.noreply = false;
        command.options = 0;
        swallow = 0;
        if (in.intAt(start) == GET_SPACE) {
            return keys(in, command, Opcode.GET, start + 4);
        }
        return isMeta(in) ? Decoded.META : byVerb(in, command);
    }

    /** Points {@code command} at the next key in {@code [from, to)}; false if there is none. */
    public boolean nextKey(InputBuffer in, Command command, int from, int to) {
        int at = Tokens.skipSpaces(in, from, to);
        if (at == to) {
            return false;
        }
        int end = Tokens.spaceOrEnd(in, at, to);
        keyEnd = end;
        command.key(in.bytes(), at, end - at);
        return true;
    }

    /**
     * Hashes the next keys in {@code [from, to)}, as many as {@code hashes} has room for; answers how many. They end at
     * {@link #hashedEnd}. One that is too long counts as several.
     */
    public int hashNextKeys(InputBuffer in, int from, int to, long[] hashes) {
        int count = 0;
        hashedEnd = from;
        int at = Tokens.skipSpaces(in, from, to);
        while (at < to && count < hashes.length) {
            int end = Tokens.spaceOrEnd(in, at, Math.min(to, at + Command.MAX_KEY_LENGTH + 1));
            hashes[count++] = KeyHash.of(in.bytes(), at, end - at);
            hashedEnd = end;
            at = Tokens.skipSpaces(in, end, to);
        }
        return count;
    }

    /** Index behind the last key that {@link #hashNextKeys} has hashed. */
    public int hashedEnd() {
        return hashedEnd;
    }

    /** Whether the verb is one of mn, me, mg, ms, md, ma. */
    private boolean isMeta(InputBuffer in) {
        if (in.byteAt(start) != 'm' || next - start < SHORTEST_LINE) {
            return false;
        }
        boolean ends = start + 2 == lineEnd || in.byteAt(start + 2) == SPACE;
        return ends && TextVerb.isMeta(in.byteAt(start + 1));
    }

    private Decoded byVerb(InputBuffer in, Command command) {
        if (next - start < SHORTEST_LINE) {
            return reject(TextError.BAD_FORMAT);
        }
        int verbEnd = Tokens.spaceOrEnd(in, start, lineEnd);
        int length = verbEnd - start;
        long verb = length == 0 ? 0 : Tokens.word(in, start, length);
        Opcode storage = TextVerb.storage(verb);
        if (storage != null) {
            command.opcode = storage;
            return storage(in, command);
        }
        if (verb == TextVerb.GETS) {
            return keys(in, command, Opcode.GETS, verbEnd);
        }
        tokens.scan(in, start, lineEnd);
        return onKey(in, command, verb);
    }

    /** Commands on one key, and the gat family. */
    private Decoded onKey(InputBuffer in, Command command, long verb) {
        if (verb == TextVerb.DELETE) {
            command.opcode = Opcode.DELETE;
            return simple(in, command, 2);
        }
        if (verb == TextVerb.INCR || verb == TextVerb.DECR) {
            command.opcode = verb == TextVerb.INCR ? Opcode.INCR : Opcode.DECR;
            return count(in, command);
        }
        if (verb == TextVerb.TOUCH) {
            command.opcode = Opcode.TOUCH;
            return touch(in, command);
        }
        if (verb == TextVerb.GAT || verb == TextVerb.GATS) {
            return getAndTouch(in, command, verb == TextVerb.GAT ? Opcode.GAT : Opcode.GATS);
        }
        return admin(in, command, verb);
    }

    /** Commands about the server; they come seldom, so this may look around more. */
    private Decoded admin(InputBuffer in, Command command, long verb) {
        if (verb == TextVerb.GET) {
            return reject(TextError.BAD_FORMAT);
        }
        Opcode opcode = TextVerb.talk(verb);
        if (opcode != null) {
            command.opcode = opcode;
            return Decoded.COMMAND;
        }
        command.noreply = tokens.endInNoreply(in);
        return switch (TextVerb.order(in, tokens)) {
            case FLUSH_ALL -> flushAll(in, command);
            case VERBOSITY -> verbosity(in, command);
            case SHUTDOWN -> order(command, Opcode.SHUTDOWN);
            case OTHER -> order(command, Opcode.ADMIN);
            case NONE -> tokens.endInHttp(in) ? Decoded.HANG_UP : reject(TextError.UNKNOWN);
        };
    }

    private Decoded storage(InputBuffer in, Command command) {
        tokens.scan(in, start, lineEnd);
        if (tokens.count() < 5 || !number.i32(in, tokens.start(4), tokens.end(4)) || number.value() < 0
                || number.value() > MAX_VALUE_LENGTH) {
            return reject(TextError.BAD_FORMAT);
        }
        int valueLength = (int) number.value();
        command.noreply = tokens.endInNoreply(in);
        swallow = valueLength + 2;
        if (!key(in, command) || !storageArguments(in, command)) {
            return reject(TextError.BAD_FORMAT);
        }
        command.value(in.bytes(), next, valueLength);
        return Decoded.VALUE;
    }

    private boolean storageArguments(InputBuffer in, Command command) {
        if (!number.looseFlags(in, tokens.start(2), tokens.end(2))) {
            return false;
        }
        command.clientFlags = (int) number.value();
        if (!number.looseExptime(in, tokens.start(3), tokens.end(3))) {
            return false;
        }
        command.rawExptime = number.value();
        command.cas = 0;
        if (command.opcode != Opcode.CAS) {
            return true;
        }
        if (tokens.count() < 6 || !number.u64(in, tokens.start(5), tokens.end(5))) {
            return false;
        }
        command.cas = number.value();
        return true;
    }

    private Decoded simple(InputBuffer in, Command command, int leastWords) {
        if (tokens.count() < leastWords) {
            return reject(TextError.BAD_FORMAT);
        }
        command.noreply = tokens.endInNoreply(in);
        return key(in, command) ? Decoded.COMMAND : reject(TextError.BAD_FORMAT);
    }

    private Decoded count(InputBuffer in, Command command) {
        Decoded decoded = simple(in, command, 3);
        if (decoded == Decoded.COMMAND) {
            if (!number.u64(in, tokens.start(2), tokens.end(2))) {
                return reject(TextError.BAD_DELTA);
            }
            command.delta = number.value();
        }
        return decoded;
    }

    private Decoded touch(InputBuffer in, Command command) {
        Decoded decoded = simple(in, command, 3);
        return decoded == Decoded.COMMAND ? exptime(in, command, 2, decoded) : decoded;
    }

    private Decoded getAndTouch(InputBuffer in, Command command, Opcode opcode) {
        command.opcode = opcode;
        if (tokens.count() < 3) {
            return reject(TextError.BAD_FORMAT);
        }
        if (exptime(in, command, 1, Decoded.KEYS) == Decoded.REJECTED) {
            return Decoded.REJECTED;
        }
        return keys(in, command, opcode, tokens.start(2));
    }

    private Decoded flushAll(InputBuffer in, Command command) {
        command.opcode = Opcode.FLUSH_ALL;
        command.rawExptime = 0;
        int bare = command.noreply ? 2 : 1;
        return tokens.count() == bare ? Decoded.COMMAND : exptime(in, command, 1, Decoded.COMMAND);
    }

    private Decoded verbosity(InputBuffer in, Command command) {
        command.opcode = Opcode.VERBOSITY;
        if (tokens.count() < 2 || !number.u32(in, tokens.start(1), tokens.end(1))) {
            return reject(TextError.BAD_FORMAT);
        }
        command.delta = number.value();
        return Decoded.COMMAND;
    }

    private static Decoded order(Command command, Opcode opcode) {
        command.opcode = opcode;
        return Decoded.COMMAND;
    }

    /** Reads word {@code token} as an exptime: {@code valid} or a rejection. */
    private Decoded exptime(InputBuffer in, Command command, int token, Decoded valid) {
        if (!number.i32(in, tokens.start(token), tokens.end(token))) {
            return reject(TextError.BAD_EXPTIME);
        }
        command.rawExptime = number.value();
        return valid;
    }

    /** Takes word 1 as the key; false if it is too long. */
    private boolean key(InputBuffer in, Command command) {
        if (tokens.length(1) > Command.MAX_KEY_LENGTH) {
            return false;
        }
        command.key(in.bytes(), tokens.start(1), tokens.length(1));
        return true;
    }

    private Decoded keys(InputBuffer in, Command command, Opcode opcode, int from) {
        command.opcode = opcode;
        keysStart = from;
        if (lineEnd - from > Command.MAX_KEY_LENGTH && hasLongKey(in)) {
            return reject(TextError.BAD_FORMAT);
        }
        if (from == lineEnd || (in.byteAt(from) == SPACE && Tokens.skipSpaces(in, from, lineEnd) == lineEnd)) {
            return reject(TextError.BAD_FORMAT);
        }
        return Decoded.KEYS;
    }

    private boolean hasLongKey(InputBuffer in) {
        int at = Tokens.skipSpaces(in, keysStart, lineEnd);
        while (at < lineEnd) {
            int end = Tokens.spaceOrEnd(in, at, lineEnd);
            if (end - at > Command.MAX_KEY_LENGTH) {
                return true;
            }
            at = Tokens.skipSpaces(in, end, lineEnd);
        }
        return false;
    }

    /** The window holds no line end. */
    private Decoded unended(InputBuffer in, Command command) {
        if (in.length() <= MAX_UNENDED_LINE) {
            return Decoded.NEED_MORE;
        }
        int verb = Tokens.skipSpaces(in, start, start + MAX_LEADING_SPACES + 1);
        boolean get = in.intAt(verb) == GET_SPACE;
        if (verb - start > MAX_LEADING_SPACES || (!get && TextWord.at(in, verb, 5) != GETS_SPACE)) {
            return Decoded.HANG_UP;
        }
        if (!in.isFull()) {
            return Decoded.NEED_MORE;
        }
        if (verb > start) {
            reject(TextError.UNKNOWN);
            return Decoded.ENDLESS_REJECTED;
        }
        command.noreply = false;
        command.options = 0;
        command.opcode = get ? Opcode.GET : Opcode.GETS;
        keysStart = start + (get ? 4 : 5);
        return Decoded.ENDLESS_KEYS;
    }

    private Decoded reject(TextError text) {
        error = text;
        return Decoded.REJECTED;
    }
}

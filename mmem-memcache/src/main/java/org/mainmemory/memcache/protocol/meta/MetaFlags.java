package org.mainmemory.memcache.protocol.meta;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.protocol.text.TextNumber;
import org.mainmemory.memcache.protocol.text.Tokens;

/**
 * Reads the flags of a meta command, which are the same for all verbs: a letter each, some with a token right behind
 * it. A flag that a verb has no use for is checked and then does nothing.
 *
 * <p>Which of several errors is told is memcached's choice: a word that is no flag at all; then the key; then the
 * number of words; then the first letter that is unknown or comes twice; and only if there is none of those, the last
 * token that is wrong.
 */
final class MetaFlags {

    /** Most words of a line, verb and key among them. */
    private static final int MAX_WORDS = 20;

    private final Tokens tokens;
    private final TextNumber number = new TextNumber();
    private final MemorySegment decodedKey = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(Command.MAX_KEY_LENGTH));

    private TextError error = TextError.BAD_FORMAT;
    private boolean valid;
    private boolean malformed;
    private long seen;
    private int stepShift;
    private int decodedKeyLength;
    private int mode;

    MetaFlags(Tokens tokens) {
        this.tokens = tokens;
    }

    /** What is wrong with the flags. */
    TextError error() {
        return error;
    }

    /** The mode asked for with M, 0 if there is none. */
    int mode() {
        return mode;
    }

    /** Whether a flag of that letter was given. */
    boolean has(char letter) {
        return (seen & bit(letter)) != 0;
    }

    /** Of flags that could not be read: whether a word does not even begin as a flag might. */
    boolean isMalformed() {
        return malformed;
    }

    /** Whether each word from {@code first} on begins with a letter, a digit or one of []^_`\. */
    boolean areFlags(InputBuffer in, int first) {
        int count = tokens.count();
        for (int i = first; i < count; i++) {
            int letter = in.byteAt(tokens.start(i));
            if ((letter < 'A' || letter > 'z') && (letter < '0' || letter > '9')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes word 1 as the key and the words from {@code first} on as flags.
     *
     * @return false if there is an {@link #error}
     */
    boolean read(InputBuffer in, Command command, MetaRequest request, int first) {
        if (readAll(in, command, request, first)) {
            return true;
        }
        malformed = !areFlags(in, first);
        if (malformed) {
            error = TextError.BAD_FORMAT;
        }
        return false;
    }

    private boolean readAll(InputBuffer in, Command command, MetaRequest request, int first) {
        clear(command, request);
        if (tokens.length(1) > Command.MAX_KEY_LENGTH) {
            return fail(TextError.BAD_FORMAT);
        }
        int count = tokens.count();
        if (count > MAX_WORDS) {
            return fail(TextError.TOO_MANY_FLAGS);
        }
        for (int i = first; i < count; i++) {
            int letter = in.byteAt(tokens.start(i));
            long bit = bit(letter);
            if (letter >= 'A' && (seen & bit) != 0) {
                return fail(TextError.DUPLICATE_FLAG);
            }
            seen |= bit;
            if (letter < 'A' || !flag(in, command, request, i, letter)) {
                return fail(TextError.UNKNOWN_FLAG);
            }
        }
        key(in, command, request);
        return valid;
    }

    /** Decodes word 1 as base64 and takes it as the key; false if it is none. */
    boolean readBase64Key(InputBuffer in, Command command, MetaRequest request) {
        decodeKey(in, request);
        key(in, command, request);
        return valid;
    }

    /** Forgets the last command and takes word 1 as the key of one without flags. */
    void readKey(InputBuffer in, Command command, MetaRequest request) {
        clear(command, request);
        key(in, command, request);
    }

    private void clear(Command command, MetaRequest request) {
        request.clear();
        command.noreply = false;
        command.options = 0;
        command.clientFlags = 0;
        command.rawExptime = 0;
        command.rawVivifyExptime = 0;
        command.cas = 0;
        command.initial = 0;
        command.delta = 1;
        error = TextError.BAD_FORMAT;
        valid = true;
        seen = 0;
        stepShift = 0;
        mode = 0;
    }

    private void key(InputBuffer in, Command command, MetaRequest request) {
        if (request.base64) {
            command.key(decodedKey, 0, decodedKeyLength);
        } else {
            command.key(in.bytes(), tokens.start(1), tokens.length(1));
        }
        request.key(command.keyBytes, command.keyOffset, command.keyLength);
    }

    /** Carries out one flag; false if there is none of that letter. */
    private boolean flag(InputBuffer in, Command command, MetaRequest request, int token, int letter) {
        switch (letter) {
            case 'v' -> request.value = true;
            case 'q' -> request.quiet = true;
            case 's' -> step(request, MetaRequest.TELL_SIZE);
            case 't' -> step(request, MetaRequest.TELL_TTL);
            case 'c' -> step(request, MetaRequest.TELL_CAS);
            case 'f' -> step(request, MetaRequest.TELL_CLIENT_FLAGS);
            case 'l' -> step(request, MetaRequest.TELL_LAST_USE);
            case 'h' -> step(request, MetaRequest.TELL_HIT);
            case 'k' -> step(request, MetaRequest.TELL_KEY);
            case 'O' -> {
                request.opaque(in.bytes(), tokens.start(token), tokens.length(token));
                step(request, MetaRequest.TELL_OPAQUE);
            }
            case 'u' -> command.options |= Command.NO_BUMP;
            case 'x' -> command.options |= Command.REMOVE_VALUE;
            case 'I' -> command.options |= Command.INVALIDATE;
            case 'b' -> {
                command.options |= Command.BINARY_KEY;
                decodeKey(in, request);
            }
            case 'P', 'L' -> {
            }
            default -> {
                return flagWithToken(in, command, request, token, letter);
            }
        }
        return true;
    }

    private boolean flagWithToken(InputBuffer in, Command command, MetaRequest request, int token, int letter) {
        switch (letter) {
            case 'T' -> exptime(in, command, request, token);
            case 'N' -> vivify(in, command, request, token);
            case 'R' -> recache(in, command, token);
            case 'C' -> {
                require(u64(in, token), TextError.BAD_TOKEN);
                command.cas = number.value();
                command.options |= Command.COMPARE_CAS;
            }
            case 'E' -> {
                require(u64(in, token), TextError.BAD_TOKEN);
                command.newCas = number.value();
                command.options |= Command.NEW_CAS;
            }
            case 'F' -> {
                require(tokens.length(token) > 1 && number.u32(in, tokens.start(token) + 1, tokens.end(token)), error);
                command.clientFlags = (int) number.value();
            }
            case 'J' -> {
                require(u64(in, token), TextError.BAD_INITIAL_TOKEN);
                command.initial = number.value();
            }
            case 'D' -> {
                require(u64(in, token), TextError.BAD_DELTA_TOKEN);
                command.delta = number.value();
            }
            case 'M' -> mode = in.byteAt(tokens.start(token) + 1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void exptime(InputBuffer in, Command command, MetaRequest request, int token) {
        require(i32(in, token), TextError.BAD_TOKEN);
        command.rawExptime = number.value();
        command.options |= has('R') ? Command.TOUCH : Command.TOUCH | Command.TOUCH_FIRST;
        step(request, MetaRequest.SET_EXPTIME);
    }

    private void vivify(InputBuffer in, Command command, MetaRequest request, int token) {
        require(i32(in, token), TextError.BAD_TOKEN);
        command.rawVivifyExptime = number.value();
        command.options |= has('T') ? Command.VIVIFY | Command.VIVIFY_LAST : Command.VIVIFY;
        step(request, MetaRequest.SET_VIVIFY_EXPTIME);
    }

    private void recache(InputBuffer in, Command command, int token) {
        require(i32(in, token), TextError.BAD_TOKEN);
        command.rawRecache = number.value();
        command.options |= Command.RECACHE;
    }

    private void decodeKey(InputBuffer in, MetaRequest request) {
        decodedKeyLength = Base64Key.decode(in, tokens.start(1), tokens.end(1), decodedKey);
        request.base64 = true;
        require(decodedKeyLength > 0, TextError.BAD_BASE64);
    }

    private void step(MetaRequest request, int step) {
        request.steps |= (long) step << stepShift;
        stepShift += MetaRequest.STEP_BITS;
    }

    private boolean i32(InputBuffer in, int token) {
        return tokens.length(token) > 1 && number.i32(in, tokens.start(token) + 1, tokens.end(token));
    }

    private boolean u64(InputBuffer in, int token) {
        return tokens.length(token) > 1 && number.u64(in, tokens.start(token) + 1, tokens.end(token));
    }

    private void require(boolean condition, TextError otherwise) {
        if (!condition) {
            valid = false;
            error = otherwise;
        }
    }

    private boolean fail(TextError text) {
        error = text;
        return false;
    }

    private static long bit(int letter) {
        return 1L << (letter - 'A');
    }
}

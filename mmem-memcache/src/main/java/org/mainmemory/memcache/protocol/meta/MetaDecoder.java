package org.mainmemory.memcache.protocol.meta;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.protocol.text.Decoded;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.protocol.text.TextNumber;
import org.mainmemory.memcache.protocol.text.Tokens;

/**
 * Reads one meta command: a plain function from a line in the window to a filled-in {@link Command}, a
 * {@link MetaRequest} and a {@link Decoded}. It consumes nothing and remembers nothing from one call to the next.
 *
 * <p>The grammar, after memcached's {@code protocol.txt} and the behaviour of its release 1.6.45:
 *
 * <pre>
 *    mn [anything]
 *    me key [b]
 *    mg key flag*          ms key bytes flag*          md key flag*          ma key flag*
 *    flag = letter [token]
 * </pre>
 *
 * <p>{@code mg} becomes GET; {@code ms} one of the storage commands, CAS if it compares one; {@code md} DELETE;
 * {@code ma} INCR or DECR; {@code mn} NOOP; {@code me} META_DEBUG. All else that flags ask for are the options of
 * {@link Command}.
 *
 * <p>Where that release behaves by accident, this class does the plain thing: an opaque that is too long is refused
 * before anything is done, not after, and a number that is only a sign is none ({@link TextNumber}). One per loop, that
 * loop's thread only.
 */
public final class MetaDecoder {

    private static final int MAX_VALUE_LENGTH = Integer.MAX_VALUE - 2;
    /** memcached heeds the b of me only if there is one more word behind it. */
    private static final int WORDS_OF_BINARY_DEBUG = 4;

    private final Tokens tokens = new Tokens();
    private final TextNumber number = new TextNumber();
    private final MetaFlags flags = new MetaFlags(tokens);

    private int swallow;
    private TextError error = TextError.BAD_FORMAT;

    /** Of a rejected line: what to say. */
    public TextError error() {
        return error;
    }

    /** Bytes behind the line that belong to it: value and CR LF of ms, rejected or not; 0 if there are none. */
    public int swallow() {
        return swallow;
    }

    /**
     * Reads the line at the start of the window, whose verb is a meta verb.
     *
     * @param lineEnd index of the line's CR LF or LF
     * @param next index behind the line
     * @return COMMAND; VALUE, whose value begins at {@code next}; or REJECTED
     */
    public Decoded decode(InputBuffer in, Command command, MetaRequest request, int lineEnd, int next) {
        int start = in.start();
        swallow = 0;
        tokens.scan(in, start, lineEnd);
        return switch (in.byteAt(start + 1)) {
            case 'g' -> get(in, command, request);
            case 's' -> set(in, command, request, next);
            case 'd' -> delete(in, command, request);
            case 'a' -> arithmetic(in, command, request);
            case 'e' -> debug(in, command, request);
            default -> {
                command.opcode = Opcode.NOOP;
                yield Decoded.COMMAND;
            }
        };
    }

    private Decoded get(InputBuffer in, Command command, MetaRequest request) {
        command.opcode = Opcode.GET;
        if (tokens.count() < 2) {
            return reject(TextError.BAD_FORMAT);
        }
        if (!flags.read(in, command, request, 2)) {
            return reject(flags.error());
        }
        command.options |= Command.WIN_STALE;
        return unlessLongOpaque(request, Decoded.COMMAND);
    }

    private Decoded delete(InputBuffer in, Command command, MetaRequest request) {
        command.opcode = Opcode.DELETE;
        if (tokens.count() < 2) {
            return reject(TextError.BAD_FORMAT);
        }
        if (!flags.read(in, command, request, 2)) {
            return reject(flags.error());
        }
        return unlessLongOpaque(request, Decoded.COMMAND);
    }

    private Decoded arithmetic(InputBuffer in, Command command, MetaRequest request) {
        command.opcode = Opcode.INCR;
        if (tokens.count() < 2) {
            return reject(TextError.BAD_FORMAT);
        }
        if (!flags.read(in, command, request, 2)) {
            return reject(flags.isMalformed() ? TextError.BAD_FORMAT : TextError.BAD_ARITHMETIC_FLAG);
        }
        switch (flags.mode()) {
            case 0, 'I', '+' -> command.opcode = Opcode.INCR;
            case 'D', '-' -> command.opcode = Opcode.DECR;
            default -> {
                return reject(TextError.BAD_ARITHMETIC_MODE);
            }
        }
        return unlessLongOpaque(request, Decoded.COMMAND);
    }

    private Decoded set(InputBuffer in, Command command, MetaRequest request, int next) {
        command.opcode = Opcode.SET;
        if (tokens.count() < 3 || !number.i32(in, tokens.start(2), tokens.end(2))
                || number.value() < 0 || number.value() > MAX_VALUE_LENGTH) {
            return reject(TextError.BAD_FORMAT);
        }
        int valueLength = (int) number.value();
        swallow = valueLength + 2;
        if (!flags.read(in, command, request, 3)) {
            swallow = flags.isMalformed() ? 0 : swallow;
            return reject(flags.error());
        }
        if (!mode(command)) {
            return reject(TextError.BAD_STORAGE_MODE);
        }
        command.options |= Command.FAILURE_REMOVES;
        command.value(in.bytes(), next, valueLength);
        request.valueLength = valueLength;
        return unlessLongOpaque(request, Decoded.VALUE);
    }

    /** What ms is by its mode and by what it compares; false if there is no such mode. */
    private boolean mode(Command command) {
        boolean compares = command.has(Command.COMPARE_CAS);
        int without = command.newCas == 0 ? Command.VIVIFY | Command.NEW_CAS : Command.VIVIFY;
        switch (flags.mode()) {
            case 0, 'S' -> command.opcode = compares ? Opcode.CAS : Opcode.SET;
            case 'R' -> command.opcode = compares ? Opcode.CAS : Opcode.REPLACE;
            case 'E' -> command.opcode = Opcode.ADD;
            case 'A' -> {
                command.opcode = Opcode.APPEND;
                without &= ~Command.VIVIFY;
            }
            case 'P' -> {
                command.opcode = Opcode.PREPEND;
                without &= ~Command.VIVIFY;
            }
            default -> {
                return false;
            }
        }
        command.options &= ~without;
        return true;
    }

    private Decoded debug(InputBuffer in, Command command, MetaRequest request) {
        command.opcode = Opcode.META_DEBUG;
        if (tokens.count() < 2 || !flags.areFlags(in, 2) || tokens.length(1) > Command.MAX_KEY_LENGTH) {
            return reject(TextError.BAD_FORMAT);
        }
        flags.readKey(in, command, request);
        boolean base64 = tokens.count() >= WORDS_OF_BINARY_DEBUG
                && tokens.length(2) == 1 && in.byteAt(tokens.start(2)) == 'b';
        if (base64 && !flags.readBase64Key(in, command, request)) {
            return reject(TextError.BAD_FORMAT);
        }
        command.options = Command.NO_BUMP;
        return Decoded.COMMAND;
    }

    private Decoded unlessLongOpaque(MetaRequest request, Decoded decoded) {
        return request.opaqueLength > MetaRequest.MAX_OPAQUE_LENGTH ? reject(TextError.LONG_OPAQUE) : decoded;
    }

    private Decoded reject(TextError text) {
        error = text;
        return Decoded.REJECTED;
    }
}

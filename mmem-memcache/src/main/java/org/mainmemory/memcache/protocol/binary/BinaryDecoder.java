package org.mainmemory.memcache.protocol.binary;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.KeyHash;
import org.mainmemory.memcache.command.Opcode;

/**
 * Reads one request of the binary protocol: a plain function from the bytes in the window to a filled-in
 * {@link Command}, a {@link BinaryRequest} and a {@link BinaryDecoded}. It consumes nothing and remembers nothing from
 * one call to the next; what the accessors tell is the outcome of the last call.
 *
 * <p>The source is memcached's {@code protocol_binary.h} and the behaviour of its release 1.6.45. A packet is judged
 * when its header, extras and key are there, so that a connection is not closed on a client that is still writing them.
 * Where memcached behaves by accident, this class does the plain thing:
 * <ul>
 * <li>a packet whose key is longer than its body is refused at once, not waited for;
 * <li>of a packet with an unknown opcode, exactly its body is dropped, whatever its parts;
 * <li>a value behind a touch, a get-and-touch or a stat is a wrong shape as it is everywhere else, and not taken for
 * the next packet;
 * <li>a wrong magic closes the connection at its first byte.
 * </ul>
 *
 * <p>Exptimes are unsigned: the largest one is in the year 2106, not in the past. Any CAS but 0 makes set, add and
 * replace a compare-and-swap. One per loop, that loop's thread only.
 */
public final class BinaryDecoder {

    /** A longer body is refused, in bytes. */
    public static final long MAX_BODY_LENGTH = 1L << 30;

    private static final int CLIENT_FLAGS_OFFSET = BinaryHeader.LENGTH;
    private static final int ITEM_EXPTIME_OFFSET = BinaryHeader.LENGTH + 4;
    private static final int EXPTIME_OFFSET = BinaryHeader.LENGTH;
    private static final int DELTA_OFFSET = BinaryHeader.LENGTH;
    private static final int INITIAL_OFFSET = BinaryHeader.LENGTH + 8;
    private static final int NUMBER_EXPTIME_OFFSET = BinaryHeader.LENGTH + 16;
    /** The exptime by which incr and decr say that they must not create the number. */
    private static final long NO_CREATION = 0xFFFF_FFFFL;

    private int start;
    private int next;
    private int swallow;
    private BinaryStatus error = BinaryStatus.UNKNOWN_COMMAND;

    /** Index behind header, extras and key. */
    public int next() {
        return next;
    }

    /** Of a rejected request: bytes behind {@link #next()} that belong to it. Of one with a value: its length. */
    public int swallow() {
        return swallow;
    }

    /** Of a rejected or refused request: what to say. */
    public BinaryStatus error() {
        return error;
    }

    /**
     * Reads the packet at the start of the window.
     *
     * @param authenticated whether the client may say every verb
     */
    public BinaryDecoded decode(InputBuffer in, Command command, BinaryRequest request, boolean authenticated) {
        start = in.start();
        if (in.length() > 0 && in.byteAt(start) != BinaryHeader.REQUEST_MAGIC) {
            return BinaryDecoded.HANG_UP;
        }
        if (in.length() < BinaryHeader.LENGTH) {
            return BinaryDecoded.NEED_MORE;
        }
        int extras = BinaryHeader.extrasLength(in, start);
        int keyLength = BinaryHeader.keyLength(in, start);
        long bodyLength = BinaryHeader.bodyLength(in, start);
        int head = BinaryHeader.LENGTH + (int) Math.min(bodyLength, extras + keyLength);
        if (in.length() < head && !in.isFull()) {
            return BinaryDecoded.NEED_MORE;
        }
        next = Math.min(start + head, in.end());
        request.read(in, start);
        BinaryStatus flaw = flaw(request.verb(), extras, keyLength, bodyLength, authenticated);
        if (flaw != null) {
            error = flaw;
            return BinaryDecoded.REFUSED;
        }
        swallow = (int) bodyLength - extras - keyLength;
        if (request.verb() == BinaryVerb.UNKNOWN) {
            error = BinaryStatus.UNKNOWN_COMMAND;
            return BinaryDecoded.REJECTED;
        }
        return fill(in, command, request.verb(), extras, keyLength);
    }

    /** Hashes the key of the packet that {@code in} begins with, 0 if it has none or not all of it is there. */
    public static long hashFirstKey(InputBuffer in) {
        if (in.length() < BinaryHeader.LENGTH) {
            return 0;
        }
        int key = in.start() + BinaryHeader.LENGTH + BinaryHeader.extrasLength(in, in.start());
        int length = BinaryHeader.keyLength(in, in.start());
        return length == 0 || length > in.end() - key ? 0 : KeyHash.of(in.bytes(), key, length);
    }

    /** What is wrong with a packet, in memcached's order of looking; null if nothing is. */
    private static @Nullable BinaryStatus flaw(
            BinaryVerb verb, int extras, int keyLength, long bodyLength, boolean authenticated) {
        if (extras + keyLength > bodyLength) {
            return BinaryStatus.UNKNOWN_COMMAND;
        }
        if (bodyLength > MAX_BODY_LENGTH) {
            return BinaryStatus.INVALID;
        }
        if (!authenticated && !verb.isOpen()) {
            return BinaryStatus.AUTH_FAILED;
        }
        boolean valid = keyLength <= Command.MAX_KEY_LENGTH && verb.shape().fits(extras, keyLength, bodyLength);
        return valid ? null : BinaryStatus.INVALID;
    }

    private BinaryDecoded fill(InputBuffer in, Command command, BinaryVerb verb, int extras, int keyLength) {
        command.opcode = verb.opcode();
        command.noreply = verb.isQuiet();
        command.options = 0;
        command.cas = BinaryHeader.cas(in, start);
        command.rawExptime = 0;
        command.key(in.bytes(), start + BinaryHeader.LENGTH + extras, keyLength);
        switch (verb.shape()) {
            case ITEM -> item(in, command);
            case NUMBER -> number(in, command);
            case KEY_EXPTIME -> command.rawExptime = BinaryHeader.unsignedInt(in, start + EXPTIME_OFFSET);
            case MAYBE_EXPTIME -> {
                if (extras > 0) {
                    command.rawExptime = BinaryHeader.unsignedInt(in, start + EXPTIME_OFFSET);
                }
            }
            default -> {
                command.clientFlags = 0;
                compareCas(command);
            }
        }
        if (!verb.shape().hasValue()) {
            return BinaryDecoded.COMMAND;
        }
        command.value(in.bytes(), next, swallow);
        return BinaryDecoded.VALUE;
    }

    /** A set, add or replace. A set that fails for its size removes the old item, even if it is a compare-and-swap. */
    private void item(InputBuffer in, Command command) {
        command.clientFlags = (int) BinaryHeader.unsignedInt(in, start + CLIENT_FLAGS_OFFSET);
        command.rawExptime = BinaryHeader.unsignedInt(in, start + ITEM_EXPTIME_OFFSET);
        if (command.cas != 0) {
            command.options = command.opcode == Opcode.SET ? Command.FAILURE_REMOVES : 0;
            command.opcode = Opcode.CAS;
        }
    }

    private void number(InputBuffer in, Command command) {
        command.delta = BinaryHeader.longValue(in, start + DELTA_OFFSET);
        command.initial = BinaryHeader.longValue(in, start + INITIAL_OFFSET);
        command.rawVivifyExptime = BinaryHeader.unsignedInt(in, start + NUMBER_EXPTIME_OFFSET);
        compareCas(command);
        if (command.rawVivifyExptime != NO_CREATION) {
            command.options |= Command.VIVIFY;
        }
    }

    private static void compareCas(Command command) {
        if (command.cas != 0) {
            command.options |= Command.COMPARE_CAS;
        }
    }
}

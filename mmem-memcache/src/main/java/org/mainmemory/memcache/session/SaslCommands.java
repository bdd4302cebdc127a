package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.protocol.binary.BinaryReplies;
import org.mainmemory.memcache.protocol.binary.BinaryRequest;
import org.mainmemory.memcache.protocol.binary.BinaryStatus;

/**
 * SASL with its mechanism PLAIN (RFC 4616): the message is an identity to act as, NUL, a user, NUL, a password. The
 * identity must be empty or the user. It comes with SASL_AUTH, or with SASL_STEP after an SASL_AUTH without one. As in
 * memcached, a user added to the file may come in at once. Cold; one per loop.
 */
final class SaslCommands {

    /** Longest name of a mechanism, in bytes. */
    static final int MAX_MECHANISM_LENGTH = 32;
    /** Longest message, in bytes: RFC 4616 bounds its three parts to 255 each. */
    static final int MAX_MESSAGE_LENGTH = 3 * 255 + 2;

    private static final byte[] MECHANISMS = "PLAIN".getBytes(US_ASCII);
    private static final byte[] AUTHENTICATED = "Authenticated".getBytes(US_ASCII);

    private final SessionContext context;
    private final Command command;
    private final @Nullable PasswordFile passwords;
    private final BinaryReplies replies;

    SaslCommands(SessionContext context, BinaryReplies replies) {
        this.context = context;
        this.command = context.command;
        this.passwords = context.server.settings().saslPasswords();
        this.replies = replies;
    }

    /** Why a request is refused before its message is looked at; null if it is not. */
    @Nullable BinaryStatus flaw() {
        if (passwords == null) {
            return BinaryStatus.UNKNOWN_COMMAND;
        }
        if (command.keyLength > MAX_MECHANISM_LENGTH) {
            return BinaryStatus.INVALID;
        }
        return command.valueLength > MAX_MESSAGE_LENGTH ? BinaryStatus.AUTH_FAILED : null;
    }

    /** Tells the mechanisms. */
    void list(OutputBuffer out, BinaryRequest request) {
        if (passwords == null) {
            replies.error(out, request, BinaryStatus.UNKNOWN_COMMAND);
        } else {
            replies.text(out, request, MECHANISMS);
        }
    }

    /** Looks at the message, which is all there; where that leaves the client. */
    Login authenticate(OutputBuffer out, BinaryRequest request, Login login) {
        boolean plain = Arrays.equals(MECHANISMS, bytes(command.keyBytes, command.keyOffset, command.keyLength));
        boolean starts = command.opcode == Opcode.SASL_AUTH;
        if (plain && starts && command.valueLength == 0) {
            replies.challenge(out, request);
            return Login.STARTED;
        }
        context.counters.count(Counter.AUTH_CMDS);
        if (plain && (starts || login == Login.STARTED) && isAdmitted()) {
            replies.text(out, request, AUTHENTICATED);
            return Login.DONE;
        }
        context.counters.count(Counter.AUTH_ERRORS);
        replies.error(out, request, BinaryStatus.AUTH_FAILED);
        return Login.MISSING;
    }

    private boolean isAdmitted() {
        byte[] message = bytes(command.valueBytes, command.valueOffset, command.valueLength);
        int first = indexOfNul(message, 0);
        int second = indexOfNul(message, first + 1);
        if (passwords == null || second == message.length) {
            return false;
        }
        passwords.reloadIfChanged();
        byte[] user = Arrays.copyOfRange(message, first + 1, second);
        byte[] password = Arrays.copyOfRange(message, second + 1, message.length);
        boolean ownIdentity = first == 0 || Arrays.equals(user, Arrays.copyOf(message, first));
        return ownIdentity && passwords.admits(user, password);
    }

    /** Index of the first NUL from {@code from} on, or the length. */
    private static int indexOfNul(byte[] message, int from) {
        int at = Math.min(from, message.length);
        while (at < message.length && message[at] != 0) {
            at++;
        }
        return at;
    }

    private static byte[] bytes(MemorySegment memory, long offset, int length) {
        return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }
}

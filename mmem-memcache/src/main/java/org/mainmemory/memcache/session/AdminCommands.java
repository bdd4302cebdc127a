package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Exptime;
import org.mainmemory.memcache.protocol.text.TextDecoder;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.protocol.text.TextReplies;

/** Commands about the server: they come seldom, so they may allocate. One per loop. */
final class AdminCommands {

    private static final int MAX_VERBOSITY = 2;

    private final SessionContext context;
    private final ServerState server;
    private final Command command;
    private final TextDecoder decoder;
    private final TextReplies replies;
    private final AdminVerbs verbs;
    private final AdminVerb stats;
    private @Nullable Phase phase;

    AdminCommands(SessionContext context) {
        this.context = context;
        this.server = context.server;
        this.command = context.command;
        this.decoder = context.decoder;
        this.replies = context.replies;
        this.verbs = new AdminVerbs(context);
        this.stats = new StatsVerb(context);
    }

    /** Carries out the command; its line is still in {@code in}. */
    Progress execute(Connection connection, InputBuffer in, OutputBuffer out) {
        switch (command.opcode) {
            case FLUSH_ALL -> flushAll(out);
            case VERBOSITY -> verbosity(out);
            case VERSION -> replies.line(out, "VERSION " + Version.TEXT);
            case STATS -> answer(stats, connection, in, out);
            case ADMIN -> answer(verbs::answer, connection, in, out);
            case SHUTDOWN -> {
                return shutdown(in, out);
            }
            default -> {
                return Progress.CLOSE;
            }
        }
        return Progress.ON;
    }

    /** What the last command leaves to be done, or null. */
    @Nullable Phase takePhase() {
        Phase left = phase;
        phase = null;
        return left;
    }

    /** A flush_all whose exptime is no number: where it is forbidden, that comes first. */
    void rejectFlush(OutputBuffer out) {
        context.counters.count(Counter.CMD_FLUSH);
        error(out, server.settings().flushEnabled() ? TextError.BAD_EXPTIME : TextError.FLUSH_NOT_ALLOWED);
    }

    /** A time that has passed, relative or absolute, means now. */
    private void flushAll(OutputBuffer out) {
        if (flush()) {
            ok(out);
        } else {
            error(out, TextError.FLUSH_NOT_ALLOWED);
        }
    }

    /** Makes all items invalid at the command's exptime, unless that is forbidden; whether it is not. */
    boolean flush() {
        context.counters.count(Counter.CMD_FLUSH);
        boolean allowed = server.settings().flushEnabled();
        if (allowed) {
            int now = command.nowSeconds;
            int at = command.rawExptime <= 0 ? now
                    : Exptime.toClock(command.rawExptime, now, server.clock().startUnixSeconds());
            server.flushAll(at, now);
        }
        return allowed;
    }

    private void verbosity(OutputBuffer out) {
        server.verbosity((int) Math.min(command.delta, MAX_VERBOSITY));
        ok(out);
    }

    private Progress shutdown(InputBuffer in, OutputBuffer out) {
        if (!server.settings().shutdownEnabled()) {
            error(out, TextError.SHUTDOWN_NOT_ENABLED);
            return Progress.ON;
        }
        boolean graceful = decoder.words() == 2 && decoder.isPrefix(in, 1, "graceful");
        if (decoder.words() > 1 && !graceful) {
            error(out, TextError.BAD_SHUTDOWN_MODE);
            return Progress.ON;
        }
        server.settings().orders().shutdown(graceful);
        return Progress.CLOSE;
    }

    private void answer(AdminVerb verb, Connection connection, InputBuffer in, OutputBuffer out) {
        boolean first = out.length() == 0;
        Answer answer = verb.answer(
                AdminLine.of(decoder, in, command.noreply, connection, first, command.nowSeconds));
        phase = answer.phase();
        String line = answer.line();
        if (line != null && !command.noreply) {
            out.putAscii(line + "\r\n");
        }
    }

    private void ok(OutputBuffer out) {
        if (!command.noreply) {
            replies.ok(out);
        }
    }

    private void error(OutputBuffer out, TextError error) {
        if (!command.noreply) {
            replies.error(out, error);
        }
    }
}

package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.binary.BinaryReplies;
import org.mainmemory.memcache.protocol.binary.BinaryRequest;

/**
 * The STAT request: its key names what to tell. As in memcached, {@code reset} and {@code settings} may be followed by
 * anything, {@code items} and {@code slabs} by nothing. Cold; one per loop.
 */
final class BinaryStats {

    private static final byte[] NOTHING = new byte[0];

    private final Statistics statistics;
    private final Command command;
    private final BinaryReplies replies;

    BinaryStats(SessionContext context, BinaryReplies replies) {
        this.statistics = context.server.statistics();
        this.command = context.command;
        this.replies = replies;
    }

    /** All packets that respond to {@code request}, or null if there is no such thing to tell. */
    byte @Nullable [] packets(BinaryRequest request) {
        StatsReport report = report(key());
        if (report == null) {
            return null;
        }
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        for (StatsReport.Stat stat : report.stats()) {
            packets.writeBytes(
                    replies.stat(request, stat.key().getBytes(ISO_8859_1), stat.value().getBytes(ISO_8859_1)));
        }
        packets.writeBytes(replies.stat(request, NOTHING, NOTHING));
        return packets.toByteArray();
    }

    private @Nullable StatsReport report(String key) {
        if (key.isEmpty()) {
            return statistics.general(command.nowSeconds);
        }
        if (key.startsWith("reset")) {
            statistics.reset();
            return new StatsReport();
        }
        if (key.startsWith("settings")) {
            return statistics.settings();
        }
        return switch (key) {
            case "items" -> statistics.items(command.nowSeconds);
            case "slabs" -> statistics.slabs(command.nowSeconds);
            default -> null;
        };
    }

    private String key() {
        byte[] key = command.keyBytes.asSlice(command.keyOffset, command.keyLength).toArray(ValueLayout.JAVA_BYTE);
        return new String(key, ISO_8859_1);
    }
}

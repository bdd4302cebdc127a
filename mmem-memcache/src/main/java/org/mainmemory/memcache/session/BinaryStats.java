package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.binary.BinaryReplies;
import org.mainmemory.memcache.protocol.binary.BinaryRequest;

/**
 * The STAT request: its key names what to tell. As in memcached, {@code reset}, {@code settings} and the orders about
 * {@code detail} may be followed by anything, {@code items}, {@code slabs} and {@code sizes} by nothing, and there is
 * nothing else. Cold; one per loop.
 */
final class BinaryStats {

    private static final byte[] NOTHING = new byte[0];

    private final SessionContext context;
    private final ServerState server;
    private final Command command;
    private final BinaryReplies replies;

    BinaryStats(SessionContext context, BinaryReplies replies) {
        this.context = context;
        this.server = context.server;
        this.command = context.command;
        this.replies = replies;
    }

    /** What tells the packets that respond to {@code request}, or null if there is no such thing to tell. */
    @Nullable Phase answer(BinaryRequest request) {
        String key = key();
        if (key.equals("sizes") && server.settings().admin().trackSizes()) {
            BinaryRequest kept = new BinaryRequest();
            kept.copy(request);
            return new SizesDump(context, report -> packets(kept, report));
        }
        StatsReport report = report(key);
        return report == null ? null : new Telling(packets(request, report));
    }

    private byte[] packets(BinaryRequest request, StatsReport report) {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        for (StatsReport.Stat stat : report.stats()) {
            packets.writeBytes(
                    replies.stat(request, stat.key().getBytes(ISO_8859_1), stat.value().getBytes(ISO_8859_1)));
        }
        packets.writeBytes(replies.stat(request, NOTHING, NOTHING));
        return packets.toByteArray();
    }

    private @Nullable StatsReport report(String key) {
        Statistics statistics = server.statistics();
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
        if (key.startsWith("detail")) {
            return server.settings().admin().dump() ? detail(key.substring("detail".length())) : null;
        }
        return switch (key) {
            case "items" -> statistics.items(command.nowSeconds);
            case "slabs" -> statistics.slabs(command.nowSeconds);
            case "sizes" -> new StatsReport().put("sizes_status", "disabled");
            default -> null;
        };
    }

    private @Nullable StatsReport detail(String order) {
        if (order.startsWith(" dump")) {
            return new StatsReport().put("detailed", server.log().prefixes().text());
        }
        if (order.startsWith(" on")) {
            server.log().detail(true);
            return new StatsReport();
        }
        if (order.startsWith(" off")) {
            server.log().detail(false);
            return new StatsReport();
        }
        return null;
    }

    private String key() {
        byte[] key = command.keyBytes.asSlice(command.keyOffset, command.keyLength).toArray(ValueLayout.JAVA_BYTE);
        return new String(key, ISO_8859_1);
    }
}

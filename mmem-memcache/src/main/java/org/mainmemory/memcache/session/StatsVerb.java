package org.mainmemory.memcache.session;

import org.mainmemory.core.net.NetServer;

/**
 * {@code stats}. A sub-command may be cut short, but for items, slabs and sizes; the first that fits in memcached's
 * order counts.
 */
final class StatsVerb implements AdminVerb {

    private static final int CLASSES = 64;

    private final SessionContext context;
    private final ServerState server;
    private final Statistics statistics;

    StatsVerb(SessionContext context) {
        this.context = context;
        this.server = context.server;
        this.statistics = server.statistics();
    }

    @Override
    public Answer answer(AdminLine line) {
        if (line.size() == 1) {
            return Answer.report(statistics.general(line.nowSeconds()));
        }
        if (line.says(1, "reset")) {
            statistics.reset();
            return Answer.line("RESET");
        }
        if (line.says(1, "detail")) {
            return detail(line);
        }
        if (line.says(1, "settings")) {
            return Answer.report(statistics.settings());
        }
        if (line.says(1, "cachedump")) {
            return cachedump(line);
        }
        return other(line);
    }

    private Answer other(AdminLine line) {
        if (line.says(1, "conns")) {
            if (line.connection() instanceof UdpPeer) {
                return Answer.line("SERVER_ERROR stats conns is not told over UDP");
            }
            NetServer net = server.net();
            return net == null ? Answer.report(new StatsReport())
                    : Answer.by(new ConnsReport(server, net, line.nowSeconds()));
        }
        if (line.says(1, "extstore")) {
            return Answer.report(new StatsReport());
        }
        return switch (line.word(1)) {
            case "items" -> Answer.report(statistics.items(line.nowSeconds()));
            case "slabs" -> Answer.report(statistics.slabs(line.nowSeconds()));
            case "sizes" -> sizes();
            default -> Answer.ERROR;
        };
    }

    private Answer sizes() {
        return server.settings().admin().trackSizes()
                ? Answer.by(new SizesDump(context, StatsReport::bytes))
                : Answer.report(new StatsReport().put("sizes_status", "disabled"));
    }

    private Answer detail(AdminLine line) {
        if (!server.settings().admin().dump()) {
            return Answer.line("CLIENT_ERROR stats detail not allowed");
        }
        if (line.says(2, "on")) {
            server.log().detail(true);
            return Answer.OK;
        }
        if (line.says(2, "off")) {
            server.log().detail(false);
            return Answer.OK;
        }
        return line.says(2, "dump") ? Answer.text(server.log().prefixes().text())
                : Answer.line("CLIENT_ERROR usage: stats detail on|off|dump");
    }

    private Answer cachedump(AdminLine line) {
        if (!server.settings().admin().dump()) {
            return Answer.line("CLIENT_ERROR stats cachedump not allowed");
        }
        if (line.size() < 4) {
            return Answer.line("CLIENT_ERROR bad command line");
        }
        long slabClass = line.unsigned(2);
        long limit = line.unsigned(3);
        if (slabClass < 0 || limit < 0) {
            return Answer.BAD_FORMAT;
        }
        if (slabClass >= CLASSES) {
            return Answer.line("CLIENT_ERROR Illegal slab id");
        }
        return Answer.by(new CacheDump(context, (int) slabClass, limit));
    }
}

package org.mainmemory.memcache.session;

import java.util.function.DoubleConsumer;

/** {@code slabs}: moves memory between slab classes, and tells the automover how. */
final class SlabsVerb implements AdminVerb {

    private static final int MIN_WINDOW_SECONDS = 3;
    private static final int MAX_WINDOW_SECONDS = 1800;
    private static final int MAX_AUTOMOVE = 2;

    private final ServerState server;

    SlabsVerb(ServerState server) {
        this.server = server;
    }

    @Override
    public Answer answer(AdminLine line) {
        if (line.size() == 4 && line.says(1, "reassign")) {
            return reassign(line);
        }
        return line.size() >= 3 && line.says(1, "automove") ? automove(line) : Answer.ERROR;
    }

    private Answer reassign(AdminLine line) {
        if (!server.settings().admin().slabReassign()) {
            return Answer.line("CLIENT_ERROR slab reassignment disabled");
        }
        long source = line.signed(2);
        long target = line.signed(3);
        if (source == Long.MIN_VALUE || target == Long.MIN_VALUE) {
            return Answer.BAD_FORMAT;
        }
        Answer answer = Answer.line(server.store().reassign((int) source, (int) target, line.nowSeconds()).reply());
        server.wakeUpkeep();
        return answer;
    }

    /** What follows the words that are needed is not looked at. */
    private Answer automove(AdminLine line) {
        if (line.says(2, "ratio")) {
            return ratio(line, ratio -> server.tune(
                    old -> old.withAutomove(ratio, old.automoveWindow(), old.automoveFreeRatio())));
        }
        if (line.says(2, "freeratio")) {
            return ratio(line, ratio -> server.tune(
                    old -> old.withAutomove(old.automoveRatio(), old.automoveWindow(), ratio)));
        }
        return line.says(2, "window") ? window(line) : mode(line);
    }

    private static Answer ratio(AdminLine line, DoubleConsumer tuning) {
        double ratio = line.size() > 3 ? line.fraction(3) : Double.NaN;
        if (Double.isNaN(ratio)) {
            return Answer.ERROR;
        }
        tuning.accept(ratio);
        return Answer.OK;
    }

    private Answer window(AdminLine line) {
        long seconds = line.size() > 3 ? line.unsigned(3) : -1;
        if (seconds < 0) {
            return Answer.BAD_FORMAT;
        }
        if (seconds < MIN_WINDOW_SECONDS || seconds > MAX_WINDOW_SECONDS) {
            return Answer.line("CLIENT_ERROR automove window too low or too high");
        }
        server.tune(old -> old.withAutomove(old.automoveRatio(), (int) seconds, old.automoveFreeRatio()));
        return Answer.OK;
    }

    private Answer mode(AdminLine line) {
        long mode = line.unsigned(2);
        if (mode < 0) {
            return Answer.BAD_FORMAT;
        }
        if (mode > MAX_AUTOMOVE) {
            return Answer.ERROR;
        }
        server.tune(old -> old.withAutomove((int) mode));
        return Answer.OK;
    }
}

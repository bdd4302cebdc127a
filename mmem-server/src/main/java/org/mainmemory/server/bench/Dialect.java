package org.mainmemory.server.bench;

/** memcached's ways to say the same: how requests are spelt and how replies are read. */
enum Dialect {

    /** {@code get} and {@code set}. */
    TEXT {
        @Override
        RequestSpelling spelling(LoadSettings settings) {
            return new TextSpelling(settings.payload(), settings.verify(), settings.exptimeSeconds());
        }

        @Override
        ReplyReader reader(ReplyChecks checks) {
            return new TextReplyReader(checks);
        }
    },

    /** {@code mg} and {@code ms}; a get of several keys is as many {@code mg}. */
    META {
        @Override
        RequestSpelling spelling(LoadSettings settings) {
            return new MetaSpelling(settings.payload(), settings.verify(), settings.exptimeSeconds());
        }

        @Override
        ReplyReader reader(ReplyChecks checks) {
            return new MetaReplyReader(checks);
        }
    },

    /** GETK and SET packets; in a get of several keys all but the last are GETKQ, which are not answered for a miss. */
    BINARY {
        @Override
        RequestSpelling spelling(LoadSettings settings) {
            return new BinarySpelling(settings.payload(), settings.verify(), settings.exptimeSeconds());
        }

        @Override
        ReplyReader reader(ReplyChecks checks) {
            return new BinaryReplyReader(checks);
        }
    };

    /** How requests are spelt. */
    abstract RequestSpelling spelling(LoadSettings settings);

    /** Reads the replies on one connection and tells them to {@code checks}. */
    abstract ReplyReader reader(ReplyChecks checks);
}

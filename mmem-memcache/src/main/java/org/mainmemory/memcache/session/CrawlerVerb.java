package org.mainmemory.memcache.session;


/** {@code lru_crawler}: crawls in search of dead items, and dumps of keys. */
final class CrawlerVerb implements AdminVerb {

    private static final int CLASSES = 64;
    private static final long ALL = -1L;
    private static final long NONE = 0;
    /** There is no class 0. */
    private static final long BAD = 1;
    private static final int MAX_SLEEP_MICROS = 1_000_000;
    private static final Answer DISABLED = Answer.line("CLIENT_ERROR lru crawler disabled");
    private static final Answer BUSY = Answer.line("BUSY currently processing crawler request");
    private static final Answer BAD_CLASS = Answer.line("BADCLASS invalid class id");

    private final SessionContext context;
    private final ServerState server;

    CrawlerVerb(SessionContext context) {
        this.context = context;
        this.server = context.server;
    }

    @Override
    public Answer answer(AdminLine line) {
        if (line.size() == 3) {
            if (line.says(1, "crawl")) {
                return crawl(line);
            }
            if (line.says(1, "metadump")) {
                return dump(line, ItemDump.Format.METADUMP);
            }
            if (line.says(1, "mgdump")) {
                return dump(line, ItemDump.Format.MGDUMP);
            }
            if (line.says(1, "tocrawl")) {
                return toCrawl(line);
            }
            return line.says(1, "sleep") ? sleep(line) : Answer.ERROR;
        }
        if (line.size() != 2) {
            return Answer.ERROR;
        }
        if (line.says(1, "enable")) {
            return enable();
        }
        return line.says(1, "disable") ? disable() : Answer.ERROR;
    }

    private Answer crawl(AdminLine line) {
        Tuning tuning = server.tuning();
        if (!tuning.crawler()) {
            return DISABLED;
        }
        long classes = classes(line.word(2));
        if (line.word(2).equals("hash")) {
            return Answer.line("ERROR an unknown error happened");
        }
        if (classes == BAD) {
            return BAD_CLASS;
        }
        if (classes == NONE) {
            return Answer.line("NOTSTARTED no items to crawl");
        }
        int most = (int) Math.min(tuning.crawlerToCrawl(), Integer.MAX_VALUE);
        if (server.store().isCrawling()) {
            return BUSY;
        }
        if (!server.store().crawl(classes, most)) {
            return BUSY;
        }
        server.wakeUpkeep();
        return Answer.OK;
    }

    private Answer dump(AdminLine line, ItemDump.Format format) {
        if (!server.settings().admin().dump()) {
            return Answer.line(format.refusal());
        }
        if (!line.first()) {
            return Answer.line("ERROR cannot pipeline other commands before " + format.verb());
        }
        if (!server.tuning().crawler()) {
            return DISABLED;
        }
        long classes = line.word(2).equals("hash") ? ALL : classes(line.word(2));
        return classes == BAD ? BAD_CLASS : Answer.by(new ItemDump(context, format, classes));
    }

    /**
     * A bit for each class in a list with commas, all for {@code all}; {@link #BAD} if a number is none of a class.
     */
    private static long classes(String list) {
        if (list.equals("all")) {
            return ALL;
        }
        long classes = NONE;
        for (String number : list.split(",")) {
            if (number.isEmpty()) {
                continue;
            }
            int slabClass = number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
            if (slabClass < 1 || slabClass >= CLASSES) {
                return BAD;
            }
            classes |= 1L << slabClass;
        }
        return classes;
    }

    private Answer toCrawl(AdminLine line) {
        long items = line.unsigned(2);
        if (items < 0) {
            return Answer.BAD_FORMAT;
        }
        server.tune(tuning -> tuning.withCrawler(tuning.crawlerSleepMicros(), items));
        return Answer.OK;
    }

    private Answer sleep(AdminLine line) {
        long micros = line.unsigned(2);
        if (micros < 0) {
            return Answer.BAD_FORMAT;
        }
        if (micros > MAX_SLEEP_MICROS) {
            return Answer.line("CLIENT_ERROR sleep must be one second or less");
        }
        server.tune(tuning -> tuning.withCrawler((int) micros, tuning.crawlerToCrawl()));
        return Answer.OK;
    }

    private Answer enable() {
        if (server.tuning().crawler()) {
            return Answer.line("ERROR failed to start lru crawler thread");
        }
        server.tune(tuning -> tuning.withCrawler(true));
        return Answer.OK;
    }

    private Answer disable() {
        server.tune(tuning -> tuning.withCrawler(false));
        return Answer.OK;
    }
}

package org.mainmemory.memcache.differential;

import java.util.stream.Stream;
import org.mainmemory.memcache.protocol.binary.BinaryVerb;

/** The binary protocol. The low byte of an opaque is the number of the key. */
final class BinaryRequests implements Requests {

    private static final int FILLED = 100;
    private static final int MUTABLE = 400;
    private static final int NO_EXPTIME = -1;
    private static final int QUIET = BinaryVerb.DELETEQ.code() - BinaryVerb.DELETE.code();
    private static final int MAX_OPCODE = 0x40;

    @Override
    public Request next(Choice choice) {
        return choice.oneIn(20)
                ? new Request(broken(choice), true, true)
                : new Request(valid(choice), true, false);
    }

    private static String valid(Choice choice) {
        return switch (choice.below(19)) {
            case 0, 1, 2, 3, 4 -> storage(choice);
            case 5, 6 -> joining(choice);
            case 7, 8, 9, 10 -> reading(choice);
            case 11, 12 -> touching(choice);
            case 13, 14 -> counting(choice);
            case 15, 16 -> packet(choice, BinaryVerb.DELETE.code() + (choice.oneIn(2) ? QUIET : 0), "",
                    anyKey(choice), "", true);
            case 17 -> small(choice);
            default -> odd(choice);
        };
    }

    private static String storage(Choice choice) {
        BinaryVerb verb = choice.of(BinaryVerb.SET, BinaryVerb.SET, BinaryVerb.SETQ, BinaryVerb.ADD, BinaryVerb.ADDQ,
                BinaryVerb.REPLACE, BinaryVerb.REPLACEQ);
        String extras = number(choice.of(0, 0, 7, -1, 65536), 4) + number(exptime(choice), 4);
        return packet(choice, verb.code(), extras, anyKey(choice), Values.any(choice), true);
    }

    private static String joining(Choice choice) {
        BinaryVerb verb =
                choice.of(BinaryVerb.APPEND, BinaryVerb.APPENDQ, BinaryVerb.PREPEND, BinaryVerb.PREPENDQ);
        return packet(choice, verb.code(), "", anyKey(choice), Values.any(choice), true);
    }

    private static String reading(Choice choice) {
        BinaryVerb verb = choice.of(BinaryVerb.GET, BinaryVerb.GETQ, BinaryVerb.GETK, BinaryVerb.GETKQ);
        return packet(choice, verb.code(), "", anyKey(choice), "", choice.oneIn(10));
    }

    private static String touching(Choice choice) {
        BinaryVerb verb = choice.of(
                BinaryVerb.TOUCH, BinaryVerb.GAT, BinaryVerb.GATQ, BinaryVerb.GATK, BinaryVerb.GATKQ);
        return packet(choice, verb.code(), number(exptime(choice), 4), anyKey(choice), "", choice.oneIn(10));
    }

    /** Before a counter is changed nobody may hold it: memcached then would not pad what becomes shorter. */
    private static String counting(Choice choice) {
        BinaryVerb verb = choice.of(
                BinaryVerb.INCREMENT, BinaryVerb.INCREMENTQ, BinaryVerb.DECREMENT, BinaryVerb.DECREMENTQ);
        long delta = choice.of(0L, 1L, 1L, 5L, 90L, 1000L, -1L, 9_999_999_999L);
        long initial = choice.of(0L, 7L, 99L, -1L);
        int exptime = choice.oneIn(3) ? NO_EXPTIME : exptime(choice);
        return packet(choice, BinaryVerb.NOOP.code(), "", Keys.UNTOLD, "", false)
                + packet(choice, verb.code(), number(delta, 8) + number(initial, 8) + number(exptime, 4),
                        anyKey(choice), "", true);
    }

    private static String small(Choice choice) {
        int verb = choice.of(BinaryVerb.NOOP, BinaryVerb.NOOP, BinaryVerb.VERSION, BinaryVerb.FLUSH,
                BinaryVerb.FLUSHQ, BinaryVerb.STAT).code();
        if (choice.oneIn(20)) {
            verb = choice.of(BinaryVerb.QUIT, BinaryVerb.QUITQ).code();
        }
        if (verb == BinaryVerb.STAT.code()) {
            String topic = choice.of("reset", "bogus", "detail", "detail on", "detail off", "conns", "sizesx");
            return header(verb, topic.length(), 0, topic.length(), Keys.UNTOLD, choice, number(0, 8)) + topic;
        }
        String extras = verb == BinaryVerb.FLUSH.code() || verb == BinaryVerb.FLUSHQ.code()
                ? choice.of("", number(0, 4))
                : "";
        return packet(choice, verb, extras, Keys.UNTOLD, "", false);
    }

    /** Any opcode with any shape. */
    private static String odd(Choice choice) {
        int opcode = choice.oneIn(4) ? choice.below(256) : choice.below(MAX_OPCODE);
        int key = opcode == BinaryVerb.STAT.code() || choice.oneIn(2) ? anyKey(choice) : Keys.UNTOLD;
        String extras = "\0".repeat(choice.of(0, 0, 4, 8, 20, choice.below(30)));
        return packet(choice, opcode, extras, key, choice.oneIn(2) ? "" : Values.any(choice), choice.oneIn(3));
    }

    private static String broken(Choice choice) {
        String packet;
        do {
            packet = choice.of(storage(choice), joining(choice), reading(choice), touching(choice));
        } while (packet.length() > MUTABLE || packet.chars().anyMatch(c -> c > 0xFF));
        int at = choice.oneIn(6) ? choice.below(packet.length()) : choice.of(0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11);
        int was = packet.charAt(at);
        int becomes = choice.of(was + 1, was - 1, was ^ 1, 0, choice.below(256)) & 0xFF;
        // Counters of all kinds are none of this test's affairs.
        boolean general = at == 1 && becomes == BinaryVerb.STAT.code();
        return general ? packet : packet.substring(0, at) + (char) becomes + packet.substring(at + 1);
    }

    private static int exptime(Choice choice) {
        return choice.of(0, 0, 0, 1000, 100_000, 2_592_000, 2_592_001, 2_000_000_000, -1, Integer.MIN_VALUE);
    }

    private static int anyKey(Choice choice) {
        return choice.below(Keys.count());
    }

    private static String packet(Choice choice, int verb, String extras, int key, String value, boolean compares) {
        String name = key == Keys.UNTOLD ? "" : choice.oneIn(200) ? "k".repeat(251) : Keys.name(key);
        String cas = compares && choice.oneIn(4) ? cas(choice, key) : number(0, 8);
        return header(verb, name.length(), extras.length(), extras.length() + name.length() + value.length(), key,
                choice, cas) + extras + name + value;
    }

    private static String cas(Choice choice, int key) {
        return switch (choice.below(8)) {
            case 0 -> number(choice.of(1L, -1L, 1L << 50), 8);
            case 1 -> String.valueOf(Request.casBefore(key));
            default -> String.valueOf(Request.casOf(key));
        };
    }

    private static String header(
            int verb, int keyLength, int extrasLength, int bodyLength, int key, Choice choice, String cas) {
        return "\u0080" + number(verb, 1) + number(keyLength, 2) + number(extrasLength, 1)
                + number(choice.oneIn(20) ? choice.below(256) : 0, 1)
                + number(choice.oneIn(20) ? choice.below(65536) : 0, 2)
                + number(bodyLength, 4) + number(choice.any() << 8 | key, 4) + cas;
    }

    private static String number(long number, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = bytes - 1; i >= 0; i--) {
            text.append((char) (number >>> (8 * i) & 0xFF));
        }
        return text.toString();
    }

    private static String noop(int opaque, int magic) {
        return (char) magic + number(BinaryVerb.NOOP.code(), 1) + number(0, 10) + number(opaque, 4) + number(0, 8);
    }

    @Override
    public String sync(int number) {
        return noop(~number, 0x80);
    }

    @Override
    public String syncReply(int number) {
        return noop(~number, 0x81);
    }

    @Override
    public String filler() {
        return String.join("", Stream.generate(() -> noop(0, 0x80)).limit(FILLED).toList());
    }

    @Override
    public ReplyPieces pieces() {
        return new BinaryPieces();
    }
}

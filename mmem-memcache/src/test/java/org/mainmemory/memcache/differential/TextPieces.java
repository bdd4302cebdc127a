package org.mainmemory.memcache.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mainmemory.memcache.differential.Piece.Bytes;
import org.mainmemory.memcache.differential.Piece.Cas;
import org.mainmemory.memcache.differential.Piece.Seconds;

/** Takes replies of the text and the meta protocol apart: line by line, values by their length. */
final class TextPieces implements ReplyPieces {

    private static final Pattern VALUE =
            Pattern.compile("VALUE ([^ ]+) \\d+ (\\d{1,8})(?: (\\d+))?\r\n", Pattern.DOTALL);
    private static final Pattern META = Pattern.compile("(?:(VA) (\\d{1,8})|HD|EN|NS|EX|NF)( [^\n]*)?\r\n");
    private static final Pattern DEBUG =
            Pattern.compile("(ME [^ ]+ exp=)(-?\\d+)( la=)(\\d+)( cas=)(\\d+)( [^\n]*\r\n)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");

    @Override
    public List<Piece> of(String replies) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < replies.length()) {
            int end = replies.indexOf('\n', at) + 1;
            end = end == 0 ? replies.length() : end;
            int data = line(replies.substring(at, end), pieces);
            at = end;
            if (data >= 0) {
                end = Math.min(replies.length(), at + data + 2);
                pieces.add(new Bytes(replies.substring(at, end)));
                at = end;
            }
        }
        return pieces;
    }

    /** Adds a line; gives how long the value is that follows, -1 for none. */
    private static int line(String line, List<Piece> pieces) {
        Matcher value = VALUE.matcher(line);
        if (value.matches()) {
            value(line, value, pieces);
            return Integer.parseInt(value.group(2));
        }
        Matcher meta = META.matcher(line);
        if (meta.matches()) {
            meta(line, meta, pieces);
            return meta.group(1) == null ? -1 : Integer.parseInt(meta.group(2));
        }
        Matcher debug = DEBUG.matcher(line);
        if (debug.matches()) {
            debug(debug, pieces);
        } else {
            pieces.add(new Bytes(line));
        }
        return -1;
    }

    private static void value(String line, Matcher value, List<Piece> pieces) {
        if (value.group(3) == null) {
            pieces.add(new Bytes(line));
        } else {
            pieces.add(new Bytes(line.substring(0, value.start(3))));
            pieces.add(new Cas(Keys.number(value.group(1)), Long.parseUnsignedLong(value.group(3))));
            pieces.add(new Bytes("\r\n"));
        }
    }

    private static void meta(String line, Matcher meta, List<Piece> pieces) {
        if (meta.group(3) == null) {
            pieces.add(new Bytes(line));
            return;
        }
        String[] flags = meta.group(3).substring(1).split(" ", -1);
        int key = Keys.UNTOLD;
        for (String flag : flags) {
            key = flag.startsWith("k") ? Keys.number(flag.substring(1)) : key;
        }
        pieces.add(new Bytes(line.substring(0, meta.start(3))));
        for (String flag : flags) {
            pieces.add(new Bytes(" "));
            flag(flag, key, pieces);
        }
        pieces.add(new Bytes("\r\n"));
    }

    private static void flag(String flag, int key, List<Piece> pieces) {
        String token = flag.isEmpty() ? "" : flag.substring(1);
        if (!NUMBER.matcher(token).matches()) {
            pieces.add(new Bytes(flag));
            return;
        }
        switch (flag.charAt(0)) {
            case 'c' -> pieces.add(new Cas(key, Long.parseUnsignedLong(token)));
            case 't', 'l' -> {
                pieces.add(new Bytes(flag.substring(0, 1)));
                pieces.add(new Seconds(Long.parseUnsignedLong(token)));
            }
            default -> pieces.add(new Bytes(flag));
        }
    }

    private static void debug(Matcher debug, List<Piece> pieces) {
        pieces.add(new Bytes(debug.group(1)));
        pieces.add(new Seconds(Long.parseLong(debug.group(2))));
        pieces.add(new Bytes(debug.group(3)));
        pieces.add(new Seconds(Long.parseLong(debug.group(4))));
        pieces.add(new Bytes(debug.group(5)));
        pieces.add(new Cas(Keys.UNTOLD, Long.parseUnsignedLong(debug.group(6))));
        pieces.add(new Bytes(debug.group(7)));
    }
}

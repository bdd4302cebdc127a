package org.mainmemory.memcache.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** What a store without a memory limit answers, by a plain map: the reference of {@link StorePropertyTest}. */
final class StoreModel {

    /** An item; replaced, never changed, but for exptime and CAS. */
    static final class Item {
        final byte[] value;
        final int clientFlags;
        int exptime;
        long cas;

        Item(byte[] value, int clientFlags, int exptime) {
            this.value = value;
            this.clientFlags = clientFlags;
            this.exptime = exptime;
        }
    }

    private static final Pattern NUMBER =
            Pattern.compile("[ \\t-\\r]*\\+?([0-9]+)(?:[\\x00 \\t-\\r].*)?", Pattern.DOTALL);
    private static final int OVERHEAD = 48 + 3;

    private final Map<String, Item> items = new HashMap<>();
    private final StoreSettings settings;
    private int flushAt;

    StoreModel(StoreSettings settings) {
        this.settings = settings;
    }

    /** Lets the clock show {@code now}: a flush may become due. */
    void clock(int now) {
        if (flushAt != 0 && flushAt <= now) {
            items.clear();
            flushAt = 0;
        }
        items.values().removeIf(item -> item.exptime != 0 && item.exptime <= now);
    }

    @Nullable Item get(String key) {
        return items.get(key);
    }

    void forget(String key) {
        items.remove(key);
    }

    java.util.List<String> keys() {
        return java.util.List.copyOf(items.keySet());
    }

    int size() {
        return items.size();
    }

    void flush(int atSeconds, int now) {
        clock(now);
        flushAt = atSeconds;
        clock(now);
    }

    boolean isTooLarge(String key, int clientFlags, int length) {
        int flagBytes = clientFlags == 0 ? 0 : 4;
        int casBytes = settings.useCas() ? 8 : 0;
        return OVERHEAD + casBytes + key.length() + flagBytes + length > settings.maxItemSize();
    }

    /** A storage verb of a value that is not too large; the new item's CAS is still to be set. */
    Outcome store(Opcode opcode, String key, Item item, long cas) {
        Item old = items.get(key);
        if (opcode == Opcode.APPEND || opcode == Opcode.PREPEND) {
            return join(opcode, key, item);
        }
        if (opcode == Opcode.CAS && old == null) {
            return Outcome.NOT_FOUND;
        }
        if (opcode == Opcode.CAS && (cas == 0 || cas != old.cas)) {
            return Outcome.EXISTS;
        }
        if ((opcode == Opcode.ADD && old != null) || (opcode == Opcode.REPLACE && old == null)) {
            return Outcome.NOT_STORED;
        }
        items.put(key, item);
        return Outcome.STORED;
    }

    private Outcome join(Opcode opcode, String key, Item item) {
        Item old = items.get(key);
        if (old == null || isTooLarge(key, old.clientFlags, old.value.length + item.value.length)) {
            return Outcome.NOT_STORED;
        }
        byte[] first = opcode == Opcode.APPEND ? old.value : item.value;
        byte[] second = opcode == Opcode.APPEND ? item.value : old.value;
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        items.put(key, new Item(joined, old.clientFlags, old.exptime));
        return Outcome.STORED;
    }

    /** The number that incr or decr makes of the item's value; null if it is none. */
    @Nullable Long counted(String key, Item item, Opcode opcode, long delta, int sealBytes) {
        int flagBytes = item.clientFlags == 0 ? 0 : Chunks.CLIENT_FLAGS_BYTES;
        int rest = Chunks.HEADER + flagBytes + key.length();
        String text = new String(item.value, ISO_8859_1);
        if (isChain(key, item, sealBytes)) {
            // A chain. Numbers do not reach the end of its head here.
            text = text.substring(0, SizeClasses.MAX_CHUNK - Chunks.CHAIN_HEADER - rest);
        }
        if (OVERHEAD + flagBytes + key.length() + item.value.length > settings.slabChunkMax()) {
            return null;
        }
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long old;
        try {
            old = Long.parseUnsignedLong(matcher.group(1));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
        if (opcode == Opcode.INCR) {
            return old + delta;
        }
        return Long.compareUnsigned(old, delta) > 0 ? old - delta : 0;
    }

    /** Whether the item is a chain. */
    static boolean isChain(String key, Item item, int sealBytes) {
        int flagBytes = item.clientFlags == 0 ? 0 : Chunks.CLIENT_FLAGS_BYTES;
        return Chunks.HEADER + flagBytes + key.length() + item.value.length + sealBytes > SizeClasses.MAX_CHUNK;
    }

    /**
     * Puts the number in the place of the item's value, as incr and decr do.
     *
     * @param held whether somebody has the item pinned, so that the number gets an item of its own, without blanks
     */
    void putNumber(String key, Item item, long number, boolean held) {
        StringBuilder text = new StringBuilder(Long.toUnsignedString(number));
        while (!held && text.length() < item.value.length) {
            text.append(' ');
        }
        items.put(key, new Item(text.toString().getBytes(ISO_8859_1), item.clientFlags, item.exptime));
    }
}

package org.mainmemory.memcache.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.LoopLocal;
import org.mainmemory.memcache.store.Store;

/** Another protocol over the same store: PING, GET, SET, DEL and INCR in RESP, the protocol of Redis. */
public final class RespServer implements FiberProtocol {

    private static final int MOST_WORDS = 1000;

    private final LoopLocal<StoreUser> users;

    /** A server of {@code store}. */
    public RespServer(Store store) {
        this.users = new LoopLocal<>(loop -> new StoreUser(loop, store));
    }

    @Override
    public void serve(FiberConnection client) throws Exception {
        StoreUser user = users.on(client.loop());
        for (List<byte[]> words = request(client); words != null; words = request(client)) {
            if (!words.isEmpty()) {
                answer(client, user, words);
            }
        }
    }

    /** The next request's words; null at the end. Either an array of strings or, typed by hand, a line. */
    private static @Nullable List<byte[]> request(FiberConnection client) throws IOException, InterruptedException {
        String line = client.readLine();
        if (line == null) {
            return null;
        }
        List<byte[]> words = new ArrayList<>();
        if (!line.startsWith("*")) {
            for (String word : line.trim().split(" +")) {
                words.add(word.getBytes(ISO_8859_1));
            }
            return words;
        }
        for (int left = length(line, '*', MOST_WORDS); left > 0; left--) {
            byte[] word = new byte[length(client.readLine(), '$', Store.MAX_COPIED_VALUE)];
            client.readFully(word);
            client.readLine();
            words.add(word);
        }
        return words;
    }

    private static int length(@Nullable String line, char type, int most) throws IOException {
        if (line == null || !line.matches("\\" + type + "[0-9]{1,6}") || Integer.parseInt(line.substring(1)) > most) {
            throw new IOException("no RESP, or more than is served here: " + line);
        }
        return Integer.parseInt(line.substring(1));
    }

    private static void answer(FiberConnection client, StoreUser user, List<byte[]> words) throws Exception {
        String verb = new String(words.getFirst(), US_ASCII).toUpperCase(Locale.ROOT);
        switch (verb + " " + (words.size() - 1)) {
            case "PING 0" -> client.write("+PONG\r\n");
            case "GET 1" -> bulk(client, user.get(words.get(1)));
            case "SET 2" ->
                client.write(user.set(words.get(1), words.get(2)) ? "+OK\r\n" : "-ERR cannot store that\r\n");
            case "INCR 1" -> number(client, user.increment(words.get(1)));
            default -> {
                if (verb.equals("DEL")) {
                    number(client, words.stream().skip(1).filter(user::delete).count());
                } else {
                    client.write("-ERR unknown command or wrong number of arguments\r\n");
                }
            }
        }
    }

    private static void number(FiberConnection client, @Nullable Long value) throws Exception {
        client.write(value == null ? "-ERR value is not an integer\r\n" : ":" + value + "\r\n");
    }

    private static void bulk(FiberConnection client, byte @Nullable [] value) throws Exception {
        if (value == null) {
            client.write("$-1\r\n");
        } else {
            client.write("$" + value.length + "\r\n");
            client.write(value);
            client.write("\r\n");
        }
    }
}

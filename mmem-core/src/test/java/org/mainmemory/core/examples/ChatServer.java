package org.mainmemory.core.examples;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mainmemory.core.fiber.Channel;
import org.mainmemory.core.fiber.Fiber;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;

/**
 * Publish and subscribe, a line each: {@code join TOPIC}, {@code leave TOPIC}, {@code say TOPIC TEXT}. Whoever joined
 * gets {@code TOPIC TEXT}, wherever in the server it lives: every member has a mailbox, and a second fiber that sends
 * what is in it. A member whose mailbox is full misses messages rather than holding others up.
 */
public final class ChatServer implements FiberProtocol {

    private static final int MAILBOX = 1000;

    private final Map<String, Set<Channel<String>>> topics = new ConcurrentHashMap<>();

    @Override
    public void serve(FiberConnection member) throws Exception {
        Channel<String> mailbox = new Channel<>(MAILBOX);
        Fiber postman = Fiber.start(member.loop(), "postman", () -> deliver(mailbox, member));
        try {
            for (String line = member.readLine(); line != null; line = member.readLine()) {
                if (!obey(line.split(" ", 3), mailbox)) {
                    mailbox.offer("error: join TOPIC, leave TOPIC or say TOPIC TEXT");
                }
            }
        } finally {
            topics.values().forEach(members -> members.remove(mailbox));
            mailbox.close();
        }
        postman.join();
    }

    private boolean obey(String[] words, Channel<String> mailbox) {
        if (words.length == 2 && words[0].equals("join")) {
            topics.computeIfAbsent(words[1], topic -> ConcurrentHashMap.newKeySet()).add(mailbox);
        } else if (words.length == 2 && words[0].equals("leave")) {
            topics.getOrDefault(words[1], Set.of()).remove(mailbox);
        } else if (words.length == 3 && words[0].equals("say")) {
            String message = words[1] + " " + words[2];
            topics.getOrDefault(words[1], Set.of()).forEach(member -> member.offer(message));
            return true;
        } else {
            return false;
        }
        mailbox.offer("ok");
        return true;
    }

    private static void deliver(Channel<String> mailbox, FiberConnection member) throws InterruptedException {
        try {
            for (String message = mailbox.receive(); message != null; message = mailbox.receive()) {
                member.write(message + "\n");
            }
        } catch (IOException gone) {
            // Then nobody misses the rest; the one who reads finds out, too.
        }
    }

    /** {@code ChatServer PORT}, until a line comes in on standard input. */
    public static void main(String[] arguments) throws Exception {
        Examples.serve(arguments[0], 2, new ChatServer());
    }
}

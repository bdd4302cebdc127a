package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.OnLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/** Connections that are ready in the same turn of their loop: all receive, then all answer, then all send. */
@Timeout(60)
class RoundsIT {

    /** How long a reply is: one that may wait. */
    private static final int REPLY = 1000;

    /** How long the reply to a B is: one that may not. */
    private static final int LONG_REPLY = EventLoop.ASIDE_BYTES + 1000;

    /** Connections that may wait at a time. */
    private static final int MOST_WAITING = 16;

    private final List<Replying> sessions = new CopyOnWriteArrayList<>();
    private TestServer server;
    private EventLoop loop;
    /** What sessions have done, in their order: for the loop. */
    private long events;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(1, connection -> {
            Replying session = new Replying(connection);
            sessions.add(session);
            return session;
        });
        loop = server.loops().loop(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void allReceiveAndLookAheadBeforeTheFirstAnswers() throws Exception {
        List<Client> clients = connect(3);
        beReadyTogether(clients, "abc");
        long received = sessions.get(0).receivedBefore;
        long first = sessions.stream().mapToLong(session -> session.answeredAt).min().orElseThrow();
        for (int i = 0; i < clients.size(); i++) {
            Replying session = sessions.get(i);
            assertEquals(received, session.receivedBefore, "bytes received before session " + i + " answers");
            assertTrue(session.lookedAt > 0 && session.lookedAt < first, "session " + i + " looks before all answers");
            assertEquals("abc".charAt(i), session.seenAhead, "what session " + i + " sees ahead");
            expectReply(clients.get(i), "abc".charAt(i));
        }
        close(clients);
    }

    @Test
    void whoIsAloneDoesNotLookAhead() throws Exception {
        try (Client client = server.connect()) {
            client.send("a");
            expectReply(client, 'a');
            assertEquals(0, sessions.get(0).lookedAt);
        }
    }

    @Test
    void whoFailsWhenItLooksAheadIsClosedAndNobodyElse() throws Exception {
        List<Client> clients = connect(3);
        sendTogetherWithFailure(clients);
        while (loop.counters().failures() == 0) { // it was not seen together with others
            clients.get(1).receive(REPLY);
            sendTogetherWithFailure(clients);
        }
        clients.get(1).expectEnd();
        assertEquals(1, loop.counters().failures());
        close(clients);
    }

    private void sendTogetherWithFailure(List<Client> clients) throws Exception {
        sessions.forEach(session -> session.turn = 0);
        sendWhileTheLoopIsHeld(clients, "aFc");
        expectReply(clients.get(0), 'a');
        expectReply(clients.get(2), 'c');
        while (sessions.get(1).turn == 0 && loop.counters().failures() == 0) {
            Thread.sleep(1);
        }
    }

    @Test
    void whoIsClosedByAnotherBeforeItAnswersDoesNotAnswer() throws Exception {
        while (!oneClosesTheOther()) { // it had not received yet
            sessions.clear();
        }
        assertEquals(0, loop.counters().failures());
    }

    private boolean oneClosesTheOther() throws Exception {
        List<Client> clients = connect(2);
        sendWhileTheLoopIsHeld(clients, "LL");
        while (sessions.get(0).turn == 0 && sessions.get(1).turn == 0) {
            Thread.sleep(1);
        }
        OnLoop.call(loop, () -> 0);
        int answered = sessions.get(0).turn != 0 ? 0 : 1;
        assertEquals(0, sessions.get(1 - answered).turn);
        expectReply(clients.get(answered), 'L');
        clients.get(1 - answered).expectEnd();
        close(clients);
        server.awaitConnections(0);
        return sessions.get(1 - answered).lookedAt > 0;
    }

    @Test
    void aTaskThatIsPostedComesBehindWhatSocketsHaveBrought() throws Exception {
        try (Client client = server.connect()) {
            client.send("a");
            expectReply(client, 'a');
            Replying session = sessions.get(0);
            CountDownLatch sent = new CountDownLatch(1);
            AtomicLong turn = new AtomicLong();
            AtomicLong answered = new AtomicLong();
            do {
                session.turn = 0;
                loop.post(OnLoop.task(() -> {
                    awaitUninterrupted(sent);
                    loop.post(OnLoop.task(() -> {
                        turn.set(loop.counters().turns());
                        answered.set(session.turn);
                    }));
                }));
                client.send("a");
                sent.countDown();
                expectReply(client, 'a');
                OnLoop.call(loop, () -> 0);
                OnLoop.call(loop, () -> 0);
            } while (turn.get() != session.turn);
            assertEquals(session.turn, answered.get(), "the session had its turn before");
        }
    }

    @Test
    void allAnswerBeforeTheFirstSends() throws Exception {
        List<Client> clients = connect(3);
        beReadyTogether(clients, "abc");
        Replying first = sessions.get(0);
        for (int i = 0; i < clients.size(); i++) {
            assertEquals(first.sentBefore, sessions.get(i).sentBefore, "bytes sent before session " + i);
            expectReply(clients.get(i), "abc".charAt(i));
        }
        close(clients);
    }

    @Test
    void fewWait() throws Exception {
        List<Client> clients = connect(MOST_WAITING + 4);
        beReadyTogether(clients, "x".repeat(clients.size()));
        long[] sentBefore = sessions.stream().mapToLong(session -> session.sentBefore).sorted().toArray();
        long before = sentBefore[0];
        for (int i = 0; i < sentBefore.length; i++) {
            long sent = i < MOST_WAITING ? 0 : MOST_WAITING * REPLY;
            assertEquals(before + sent, sentBefore[i], "bytes sent before number " + i);
            expectReply(clients.get(i), 'x');
        }
        close(clients);
    }

    @Test
    void whatFindsNoRoomAsideIsSentAtOnceAndWithItWhatWaits() throws Exception {
        List<Client> clients = connect(3);
        beReadyTogether(clients, "aBc");
        long before = sessions.get(0).sentBefore;
        assertEquals(before, sessions.get(1).sentBefore, "nothing is sent before the second");
        assertEquals(before + REPLY + LONG_REPLY, sessions.get(2).sentBefore, "all is sent before the third");
        for (Replying session : sessions) {
            assertEquals(EventLoop.OUTPUT_BYTES, session.roomBefore, "every session has the whole buffer");
        }
        expectReply(clients.get(0), 'a');
        assertArrayEquals(reply((byte) 'B'), clients.get(1).receive(LONG_REPLY));
        expectReply(clients.get(2), 'c');
        close(clients);
    }

    @Test
    void whoIsClosedByAnotherSendsFirst() throws Exception {
        List<Client> clients = connect(2);
        beReadyTogether(clients, "aC");
        expectReply(clients.get(0), 'a');
        clients.get(0).expectEnd();
        expectReply(clients.get(1), 'C');
        close(clients);
    }

    @Test
    void whatPeersDoNotTakeIsKept() throws Exception {
        int atATime = 7; // replies of each of the two that fit aside
        try (Client first = server.connect(); Client second = server.connect()) {
            int rounds = 0;
            while (server.blockedConnections() < 2) {
                first.send(lettersOf(rounds, atATime));
                second.send(lettersOf(rounds + 1, atATime));
                rounds++;
                long expected = 2L * rounds * atATime * REPLY;
                while (loop.counters().bytesWritten() < expected && server.blockedConnections() == 0) {
                    Thread.sleep(1);
                }
            }
            for (int i = 0; i < rounds; i++) {
                expectReplies(first, lettersOf(i, atATime));
                expectReplies(second, lettersOf(i + 1, atATime));
            }
        }
    }

    private static String lettersOf(int round, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + (round * count + i) % 26));
        }
        return letters.toString();
    }

    private static void expectReplies(Client client, String letters) throws Exception {
        for (int i = 0; i < letters.length(); i++) {
            expectReply(client, letters.charAt(i));
        }
    }

    private List<Client> connect(int count) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(server.connect());
            server.awaitConnections(i + 1);
        }
        while (OnLoop.call(loop, sessions::size) < count) {
            Thread.sleep(1);
        }
        return clients;
    }

    /** Has one turn of the loop see the letters of all clients; the replies are theirs to read. */
    private void beReadyTogether(List<Client> clients, String letters) throws Exception {
        while (!sendTogether(clients, letters)) { // some came late
            for (Client client : clients) {
                client.receive(reply((byte) letters.charAt(clients.indexOf(client))).length);
            }
        }
    }

    /** Has each client send its letter while the loop is held; answers whether one turn saw them all. */
    private boolean sendTogether(List<Client> clients, String letters) throws Exception {
        sessions.forEach(session -> session.turn = 0);
        sendWhileTheLoopIsHeld(clients, letters);
        while (OnLoop.call(loop, () -> sessions.stream().anyMatch(session -> session.turn == 0))) {
            Thread.sleep(1);
        }
        return sessions.stream().mapToLong(session -> session.turn).distinct().count() == 1;
    }

    private void sendWhileTheLoopIsHeld(List<Client> clients, String letters) throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        loop.post(OnLoop.task(() -> awaitUninterrupted(sent)));
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(letters.substring(i, i + 1));
        }
        sent.countDown();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void expectReply(Client client, char letter) throws Exception {
        assertArrayEquals(reply((byte) letter), client.receive(REPLY), "the reply to " + letter);
    }

    private static void close(List<Client> clients) throws Exception {
        for (Client client : clients) {
            client.close();
        }
    }

    private static byte[] reply(byte letter) {
        byte[] reply = new byte[letter == 'B' ? LONG_REPLY : REPLY];
        Arrays.fill(reply, letter);
        return reply;
    }

    /**
     * Replies to each letter with many of it. A C closes the first connection if that had its turn as well, an L
     * all others, and an F fails if it is seen ahead.
     */
    private final class Replying implements Session {

        private final Connection connection;
        private volatile long turn;
        private volatile long sentBefore;
        private volatile int roomBefore;
        private volatile long receivedBefore;
        private volatile long answeredAt;
        private volatile long lookedAt;
        private volatile char seenAhead;

        Replying(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void lookAhead(InputBuffer input) {
            lookedAt = ++events;
            seenAhead = (char) input.byteAt(input.start());
            if (seenAhead == 'F') {
                throw new IllegalArgumentException("an F");
            }
        }

        @Override
        public Turn onInput(InputBuffer input, OutputBuffer output) {
            answeredAt = ++events;
            receivedBefore = loop.counters().bytesRead();
            sentBefore = loop.counters().bytesWritten();
            roomBefore = output.room();
            turn = loop.counters().turns();
            while (input.length() > 0) {
                if (output.room() < LONG_REPLY && !connection.flush()) {
                    return Turn.BLOCKED;
                }
                byte letter = input.byteAt(input.start());
                input.consume(1);
                output.putBytes(reply(letter));
                if (letter == 'L') {
                    sessions.stream().filter(other -> other != this).forEach(other -> other.connection.close());
                }
                if (letter == 'C' && sessions.get(0).turn == turn) {
                    sessions.get(0).connection.close();
                }
            }
            return Turn.READ;
        }
    }
}

package org.mainmemory.core.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.TestServer;

@Timeout(60)
class ChatServerIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatIsSaidReachesAllWhoJoinedAndNobodyElse(int loops) throws Exception {
        List<Client> members = new ArrayList<>();
        try (TestServer server = new TestServer(loops, FiberProtocol.of(new ChatServer()));
                Client other = server.connect()) {
            ask(other, "join elsewhere", "ok");
            for (int i = 0; i < 8; i++) {
                members.add(server.connect());
                ask(members.getLast(), "join here", "ok");
            }
            members.getFirst().send("say here hello to all\n".repeat(100));
            for (Client member : members) {
                member.expect("here hello to all\n".repeat(100));
            }
            ask(members.get(1), "leave here", "ok");
            members.get(2).reset();
            members.get(3).send("say here again\n");
            members.get(3).expect("here again\n");
            members.get(7).expect("here again\n");
            ask(members.get(1), "nonsense", "error: join TOPIC, leave TOPIC or say TOPIC TEXT");
            other.send("say nowhere x\nsay elsewhere y\n");
            other.expect("elsewhere y\n");
            other.endOutput();
            other.expectEnd();
            for (Client member : members) {
                member.close();
            }
            server.awaitConnections(0);
            assertEquals(0, server.failures());
        }
    }

    private static void ask(Client member, String line, String reply) throws Exception {
        member.send(line + "\n");
        member.expect(reply + "\n");
    }
}

package org.mainmemory.server.options;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.memcache.session.BindingProtocol;

/** What -l's values mean. */
class ListenListTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1                 | 127.0.0.1 99
            127.0.0.1:7               | 127.0.0.1 7
            localhost:0               | localhost 0
            localhost:-1              | localhost 0
            *                         | null 99
            *:7                       | null 7
            ::                        | :: 99
            ::1                       | ::1 99
            [::1]                     | ::1 99
            [::1]:7                   | ::1 7
            fe80::1%eth0              | fe80::1%eth0 99
            a,b;c                     | a 99, b 99, c 99
            a:1;b:2,                  | a 1, b 2
            ,;a                       | a 99
            a, b:3                    | a 99, b 3
            a,a:99,a:1,a              | a 99, a 1
            10.0.0.11,10.0.0.1        | 10.0.0.11 99, 10.0.0.1 99
            notls,tag,proto           | notls 99, tag 99, proto 99
            notls:a,mtls:b:1,btls:*   | a 99 NONE, b 1 MUTUAL, null 99 BASIC
            notls:[::1]:7,a,notls:[::1]:7 | ::1 7 NONE, a 99
            mtls:proto[ascii]:tag_x_:a:1 | a 1 MUTUAL ASCII
            proto[ascii]:a            | a 99 ASCII
            proto[binary]:[::1]:7     | ::1 7 BINARY
            proto[negotiating]:*:1    | null 1
            tag[12345678]:a,tag_1_:b  | a 99, b 99
            proto[ascii]:tag_1_:a:5   | a 5 ASCII
            proto[ascii]:a,proto[ascii]:a | a 99 ASCII
            tag_x_:::1                | ::1 99
            """)
    void parses(String interfaces, String addresses) throws StartFailure {
        ServerSettings.Access access = new ServerSettings.Access(BindingProtocol.AUTO, false, null);
        assertEquals(addresses, new ListenList(interfaces, 99, access, true).addresses().stream()
                .map(address -> address.host() + " " + address.port()
                        + (address.tls() == ListenAddress.Tls.AS_ASKED ? "" : " " + address.tls().name())
                        + (address.protocol() == BindingProtocol.AUTO ? "" : " " + address.protocol()))
                .collect(Collectors.joining(", ")));
    }
}

package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as C writes them. */
class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1", "0:0:0:0:0:0:0:0, ::", "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4", "1:0:2:0:0:0:3:0, 1:0:2::3:0", "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "1:0:0:0:0:0:0:0, 1::", "10.0.0.1, 10.0.0.1"})
    void isShort(String address, String text) throws Exception {
        assertEquals(text, AddressText.of(InetAddress.ofLiteral(address)));
    }

    @Test
    void hasNoScope() throws Exception {
        byte[] link = InetAddress.ofLiteral("fe80::1").getAddress();
        assertEquals("fe80::1", AddressText.of(Inet6Address.getByAddress("host", link, 3)));
    }
}

package org.mainmemory.server.options;

import static org.mainmemory.server.options.Numbers.leadingInt;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects where clients come in (-p -U -l -s -a -b), then checks what that means together. */
final class ListenOptions {

    private static final int MAX_PORT = 65535;

    private int port = 11211;
    private boolean portGiven;
    private int udpPort;
    private @Nullable String interfaces;
    private @Nullable String unixSocket;
    private int unixMask = 0700;
    private int backlog = 1024;

    /** Takes one option, if it is one of these. */
    boolean take(Option option, String value) throws StartFailure {
        switch (option) {
            case PORT -> {
                port = leadingInt(value);
                portGiven = true;
            }
            case UDP_PORT -> udpPort = leadingInt(value);
            case LISTEN -> interfaces = interfaces == null ? value : interfaces + "," + value;
            case UNIX_SOCKET -> unixSocket = FileName.checked(option.names(), value);
            case UNIX_MASK -> unixMask = mask(value);
            case BACKLOG -> backlog = leadingInt(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** With -U alone TCP is at the same port. */
    ServerSettings.Listening listening(ServerSettings.Access access, int cookie, boolean withTls)
            throws StartFailure {
        if (udpPort != 0) {
            refuseUdpWithLogin(access);
            if (!portGiven) {
                port = udpPort;
            }
        }
        requirePort(port);
        requirePort(udpPort);
        if (withTls && port == 0) {
            throw usage("ERROR: You cannot enable SSL without a TCP port.");
        }
        return new ServerSettings.Listening(port, interfaces, addresses(port, access, withTls), unixSocket, unixMask,
                backlog, udpPort, addresses(udpPort, access, withTls), cookie);
    }

    private static void refuseUdpWithLogin(ServerSettings.Access access) throws StartFailure {
        if (access.sasl()) {
            throw usage("ERROR: Cannot enable UDP while using binary SASL authentication.");
        }
        if (access.authFile() != null) {
            throw usage("Cannot use UDP with ascii authentication enabled (-U 0 to disable)");
        }
    }

    private static void requirePort(int number) throws StartFailure {
        if (number < -1 || number > MAX_PORT) {
            throw usage("ERROR: Invalid port number " + number + ".");
        }
    }

    /** Where to listen with this port, or where -l says another one. */
    private List<ListenAddress> addresses(int number, ServerSettings.Access access, boolean withTls)
            throws StartFailure {
        if (unixSocket != null || number == 0) {
            return List.of();
        }
        return interfaces == null
                ? List.of(new ListenAddress(null, Math.max(number, 0), ListenAddress.Tls.AS_ASKED, access.protocol()))
                : new ListenList(interfaces, number, access, withTls).addresses();
    }

    private static int mask(String value) throws StartFailure {
        try {
            return Integer.parseUnsignedInt(value, 8) & 0777;
        } catch (NumberFormatException e) {
            throw usage("Invalid access mask for the UNIX socket: " + value + " is not octal");
        }
    }
}

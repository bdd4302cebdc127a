package org.mainmemory.core.net;

/**
 * How replies become datagrams.
 *
 * @param headerBytes what each datagram of a reply begins with, written by the session
 * @param datagramBytes the longest datagram, its header included
 * @param replyBytes the longest reply, without headers: what one request can make the server keep and send
 */
public record DatagramShape(int headerBytes, int datagramBytes, int replyBytes) {

    /** The most that a datagram over IPv4 holds. */
    public static final int MAX_DATAGRAM_BYTES = 65_507;

    /** A reply is one datagram without a header, of any length that there is. */
    public static final DatagramShape PLAIN = new DatagramShape(0, MAX_DATAGRAM_BYTES, MAX_DATAGRAM_BYTES);

    /** Checks. */
    public DatagramShape {
        if (headerBytes < 0 || datagramBytes <= headerBytes || datagramBytes > MAX_DATAGRAM_BYTES || replyBytes < 1) {
            throw new IllegalArgumentException(
                    "datagrams of " + headerBytes + " and " + datagramBytes + " bytes, replies of " + replyBytes);
        }
    }

    /** What a datagram holds besides its header. */
    public int payloadBytes() {
        return datagramBytes - headerBytes;
    }
}

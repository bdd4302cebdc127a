package org.mainmemory.server.options;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.AdminSettings;
import org.mainmemory.memcache.session.BindingProtocol;

/**
 * What the command line asks for, checked; memcached's option letters in brackets. Immutable.
 *
 * @param listening where clients come in
 * @param memory what items live in
 * @param process what the process is to be
 * @param threads how many loops serve clients (-t)
 * @param connectionLimit how many clients may be connected at once (-c)
 * @param requestsPerEvent requests of one client in a row while others wait (-R); 0 if not given
 * @param readBufferLimitBytes what clients' unfinished requests and unsent replies may hold (-o read_buf_mem_limit); 0
 *     if there is no limit
 * @param verbosity how often -v was given
 * @param shutdownEnabled whether the shutdown command is obeyed (-A)
 * @param flushEnabled whether flush_all is obeyed (not -F)
 * @param access what clients may speak and how they say who they are (-B -S -Y)
 * @param tls what TLS is spoken with (-Z, -o ssl_...); null if it is not
 * @param admin what operators may do, see and tune (-D -X -W -o)
 * @param notes what the user should know about options that change nothing
 */
public record ServerSettings(
        Listening listening,
        Memory memory,
        Running process,
        int threads,
        int connectionLimit,
        int requestsPerEvent,
        long readBufferLimitBytes,
        int verbosity,
        boolean shutdownEnabled,
        boolean flushEnabled,
        Access access,
        @Nullable Tls tls,
        AdminSettings admin,
        List<String> notes) {

    /** How many UDP sockets there will be, where each name is one address. */
    public int udpSockets() {
        return listening.udpAddresses().size() * threads;
    }

    /**
     * Where clients come in.
     *
     * @param port TCP port (-p); 0 is none, -1 any that is free
     * @param interfaces what -l said, several joined by commas; null if it was not given
     * @param addresses the TCP addresses to listen on; empty with a UNIX socket or without a port
     * @param unixSocket path of the UNIX domain socket (-s)
     * @param unixMask its permission bits (-a)
     * @param backlog connections that the system may hold before they are accepted (-b)
     * @param udpPort UDP port (-U); 0 is none, -1 any that is free
     * @param udpAddresses the UDP addresses to receive at; empty with a UNIX socket or without that port
     * @param cookie what packets of TCP connections are marked with, unsigned (-o sock_cookie_id); 0 is nothing
     */
    public record Listening(
            int port,
            @Nullable String interfaces,
            List<ListenAddress> addresses,
            @Nullable String unixSocket,
            int unixMask,
            int backlog,
            int udpPort,
            List<ListenAddress> udpAddresses,
            int cookie) {

        /** With its own copy of the addresses. */
        public Listening {
            addresses = List.copyOf(addresses);
            udpAddresses = List.copyOf(udpAddresses);
        }
    }

    /**
     * What the process is to be.
     *
     * @param user whom to become when started by root (-u)
     * @param daemon whether it serves in the background (-d)
     * @param pidFile where to write its id (-P)
     * @param coreDumps whether core files may be as large as they will (-r)
     * @param lockMemory whether all its memory stays resident (-k)
     * @param dropPrivileges whether it forbids itself what it does not need (-o drop_privileges)
     * @param realTime whether loops may run in real time (not -o no_realtime)
     */
    public record Running(
            @Nullable String user,
            boolean daemon,
            @Nullable String pidFile,
            boolean coreDumps,
            boolean lockMemory,
            boolean dropPrivileges,
            boolean realTime) {
    }

    /**
     * What clients may speak, and how they say who they are.
     *
     * @param protocol the protocol, or that their first byte says (-B); told by -S and -Y if it is not given
     * @param sasl whether they authenticate by SASL (-S)
     * @param authFile the file with users and passwords of text clients (-Y), null if they do not authenticate
     */
    public record Access(BindingProtocol protocol, boolean sasl, @Nullable String authFile) {
    }

    /**
     * What TLS is spoken with; names as they were given.
     *
     * @param chainCert file with the certificate chain
     * @param key file with the private key; the chain's if it is null
     * @param derKey whether the key is DER and not PEM
     * @param caCert file with the certificates of those who vouch for clients
     * @param verifyMode what clients have to show, 0 to 3
     * @param ciphers openssl's list of cipher suites
     * @param writeBufferBytes size of memcached's output buffer
     * @param sessionCache whether clients may resume sessions
     * @param kernelTls whether the kernel was asked to encrypt
     * @param minVersion the oldest version, 0 to 3 for TLS 1.0 to 1.3
     */
    public record Tls(
            @Nullable String chainCert,
            @Nullable String key,
            boolean derKey,
            @Nullable String caCert,
            int verifyMode,
            @Nullable String ciphers,
            int writeBufferBytes,
            boolean sessionCache,
            boolean kernelTls,
            int minVersion) {
    }

    /**
     * What items live in.
     *
     * @param limitBytes memory for items (-m)
     * @param maxItemSize largest item in bytes (-I)
     * @param evictions whether live items make way for new ones (not -M)
     * @param useCas whether items have a CAS (not -C)
     * @param growthFactor ratio between the sizes of neighbouring slab classes (-f)
     * @param slabMinSize bytes for key, value and flags in the smallest slab class (-n)
     * @param slabChunkMax largest chunk in bytes, by memcached's reckoning (-o slab_chunk_max)
     * @param classic whether memory is dealt with as in memcached 1.4 (-o no_modern)
     * @param file the file that this memory is (-e), null if it ends with the process
     * @param slabSizes sizes of slab classes without the largest (-o slab_sizes); empty if they follow -n and -f
     * @param largePages whether the system is asked for large pages (-L)
     */
    public record Memory(
            long limitBytes,
            int maxItemSize,
            boolean evictions,
            boolean useCas,
            double growthFactor,
            int slabMinSize,
            int slabChunkMax,
            boolean classic,
            @Nullable String file,
            List<Integer> slabSizes,
            boolean largePages) {

        /** With its own copy of the sizes. */
        public Memory {
            slabSizes = List.copyOf(slabSizes);
        }
    }
}

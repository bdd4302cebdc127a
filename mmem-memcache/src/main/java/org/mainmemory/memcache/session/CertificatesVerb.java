package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.tls.CertificateFileException;

/**
 * {@code refresh_certs}: reads the TLS certificates and the key anew, for connections that come from then on. Reads a
 * few small files on the loop, as memcached does on its worker. What goes wrong is told in spite of a
 * noreply, as there.
 */
final class CertificatesVerb implements AdminVerb {

    private final @Nullable TlsSetup tls;

    CertificatesVerb(@Nullable TlsSetup tls) {
        this.tls = tls;
    }

    @Override
    public Answer answer(AdminLine line) {
        if (tls == null) {
            return Answer.text("Error TLS not enabled\r\n");
        }
        try {
            tls.certificates().reload();
            return Answer.OK;
        } catch (CertificateFileException e) {
            return Answer.text(e.getMessage() + "\r\n");
        }
    }
}

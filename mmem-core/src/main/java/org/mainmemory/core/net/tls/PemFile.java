package org.mainmemory.core.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a PEM file holds (RFC 7468): named blocks of bytes. Text around them is passed over.
 *
 * @param blocks in order
 */
record PemFile(List<Block> blocks) {

    /** What no file of certificates comes near. */
    private static final int MAX_BYTES = 16 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /**
     * A block.
     *
     * @param label what it says it is, such as {@code CERTIFICATE}
     * @param base64 its bytes, in base64, and lines about them if there are some
     */
    record Block(String label, String base64) {

        byte[] bytes() throws IOException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IOException("the block " + label + " is no base64", e);
            }
        }

        /** Old openssl says in lines of its own, old and new ones in the label, that a block is encrypted. */
        boolean isEncrypted() {
            return label.startsWith("ENCRYPTED ") || base64.contains("Proc-Type: 4,ENCRYPTED");
        }
    }

    static PemFile read(Path file) throws IOException {
        return parse(new String(bytes(file), StandardCharsets.ISO_8859_1));
    }

    static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("Is a directory");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("the file is too large");
        }
        return Files.readAllBytes(file);
    }

    static PemFile parse(String text) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        StringBuilder content = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            if (label == null) {
                label = labelOf(line, BEGIN);
                content.setLength(0);
            } else if (label.equals(labelOf(line, END))) {
                blocks.add(new Block(label, content.toString()));
                label = null;
            } else {
                content.append(line).append('\n');
            }
        }
        if (label != null) {
            throw new IOException("the block " + label + " has no end");
        }
        return new PemFile(blocks);
    }

    private static @Nullable String labelOf(String line, String start) {
        return line.startsWith(start) && line.endsWith(DASHES) && line.length() >= start.length() + DASHES.length()
                ? line.substring(start.length(), line.length() - DASHES.length())
                : null;
    }

    /** Its certificates, at least one. */
    List<X509Certificate> certificates() throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("CERTIFICATE") || block.label.equals("X509 CERTIFICATE")) {
                certificates.add(certificate(block.bytes()));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("there is no certificate in it");
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] bytes) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw new IOException("a certificate in it makes no sense: " + innermost(e).getMessage(), e);
        }
    }

    /** The first failure, whose message names none of the others. */
    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}

package org.mainmemory.core.net.tls;

import java.io.IOException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Private keys as they are written down: PKCS#8, which Java reads, and the older forms of openssl, PKCS#1 for RSA and
 * SEC 1 for elliptic curves. Those are what PKCS#8 wraps (RFC 5958), so they are wrapped. Which one it is, its first
 * elements tell, whatever a PEM label says.
 */
final class PrivateKeys {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** rsaEncryption 1.2.840.113549.1.1.1 and ecPublicKey 1.2.840.10045.2.1, with their tags and lengths. */
    private static final byte[] RSA_ENCRYPTION = {6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1};
    private static final byte[] EC_PUBLIC_KEY = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] NULL = {5, 0};

    private PrivateKeys() {
    }

    /** The first private key of a PEM file. */
    static PrivateKey of(PemFile file) throws IOException {
        for (PemFile.Block block : file.blocks()) {
            if (block.label().endsWith("PRIVATE KEY")) {
                if (block.isEncrypted()) {
                    throw new IOException("the key is encrypted, and there is nobody to ask for its passphrase");
                }
                return of(block.bytes());
            }
        }
        throw new IOException("there is no private key in it");
    }

    /** A key by its bytes. */
    static PrivateKey of(byte[] der) throws IOException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8(der));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Another algorithm's, perhaps.
            } catch (NoSuchAlgorithmException e) {
                throw new IOException("Java knows no " + algorithm, e);
            }
        }
        throw new IOException("it is no key of RSA, of an elliptic curve that Java knows, or of EdDSA");
    }

    private static byte[] pkcs8(byte[] der) throws IOException {
        Der sequence = new Der(der).enter(Der.SEQUENCE);
        int version = sequence.smallInteger();
        if (version == 1 && sequence.nextIs(Der.OCTET_STRING)) {
            return Der.sequence(VERSION_0, Der.sequence(EC_PUBLIC_KEY, curve(sequence)), Der.octets(der));
        }
        if (version == 0 && sequence.nextIs(Der.INTEGER)) {
            return Der.sequence(VERSION_0, Der.sequence(RSA_ENCRYPTION, NULL), Der.octets(der));
        }
        return der;
    }

    private static byte[] curve(Der sec1) throws IOException {
        sec1.skip(Der.OCTET_STRING);
        if (!sec1.nextIs(Der.TAGGED_0)) {
            throw new IOException("the key does not say which elliptic curve it is of");
        }
        return sec1.enter(Der.TAGGED_0).rest();
    }
}

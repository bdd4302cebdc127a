package org.mainmemory.core.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mainmemory.core.net.tls.TestCertificates.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.core.net.tls.CertificateFiles.KeyFormat;

class CertificateFilesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "server.pem,server.key,PEM", "server.pem,server.sec1.key,PEM", "with-parameters.pem,with-parameters.key,PEM",
        "rsa.pem,rsa.key,PEM", "rsa.pem,rsa.pkcs1.key,PEM", "rsa.pem,rsa.der,DER", "rsa.pem,rsa.pkcs1.der,DER",
        "ed25519.pem,ed25519.key,PEM"})
    void readsWhatOpensslWrites(String chain, String key, KeyFormat format) throws Exception {
        CertificateFiles files = CertificateFiles.read(file(chain), file(key), format, file("ca.pem"));
        SSLContext before = files.get();
        assertSame(before, files.get());
        files.reload();
        assertNotSame(before, files.get());
        assertEquals(0, files.secondsSinceRead() / 60);
    }

    @Test
    void olderFormsAreTheSameKeys() throws Exception {
        PrivateKey rsa = PrivateKeys.of(PemFile.read(file("rsa.key")));
        assertEquals(rsa, PrivateKeys.of(PemFile.read(file("rsa.pkcs1.key"))));
        ECPrivateKey curve = (ECPrivateKey) PrivateKeys.of(PemFile.read(file("server.key")));
        ECPrivateKey same = (ECPrivateKey) PrivateKeys.of(PemFile.read(file("server.sec1.key")));
        assertEquals(curve.getS(), same.getS());
        assertEquals(curve.getParams().getOrder(), same.getParams().getOrder());
    }

    @Test
    void chainAndKeyMayBeOneFile() throws Exception {
        Path both = folder.resolve("both");
        Files.writeString(both, "a remark\r\n" + Files.readString(file("server.key")).replace("\n", "\r\n")
                + Files.readString(file("server.pem")));
        CertificateFiles.read(both, both, KeyFormat.PEM, null);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "none.pem,server.key,,\"Error loading the certificate chain: none.pem : No such file or directory\"",
        "server.key,server.key,,\"Error loading the certificate chain: server.key : there is no certificate in it\"",
        "server.pem,server.pem,,\"Error loading the key: server.pem : there is no private key in it\"",
        "server.pem,none.key,,\"Error loading the key: none.key : No such file or directory\"",
        "server.pem,encrypted.key,,\"Error loading the key: encrypted.key : the key is encrypted,"
                + " and there is nobody to ask for its passphrase\"",
        "server.pem,rsa.key,,\"Error validating the certificate: the key in rsa.key is not that of the first"
                + " certificate in server.pem\"",
        "server.pem,server.key,none.pem,\"Error loading the CA certificate: none.pem : No such file or directory\"",
        "server.pem,server.key,rsa.key,\"Error loading the CA certificate: rsa.key : there is no certificate in it\""})
    void saysWhatIsWrongWithWhichFile(String chain, String key, @Nullable String authorities, String message) {
        Path beside = file("server.pem").getParent();
        CertificateFileException thrown = assertThrows(CertificateFileException.class, () -> CertificateFiles.read(
                beside.resolve(chain), beside.resolve(key), KeyFormat.PEM,
                authorities == null ? null : beside.resolve(authorities)));
        assertEquals(message, String.valueOf(thrown.getMessage()).replace(beside + "/", ""));
    }

    @Test
    void aFailureLeavesWhatWasReadBefore() throws Exception {
        Path chain = Files.copy(file("server.pem"), folder.resolve("chain"));
        CertificateFiles files = CertificateFiles.read(chain, file("server.key"), KeyFormat.PEM, null);
        SSLContext before = files.get();
        Files.writeString(chain, "-----BEGIN CERTIFICATE-----\nAAAA\n");
        assertEquals("Error loading the certificate chain: " + chain + " : the block CERTIFICATE has no end",
                assertThrows(CertificateFileException.class, files::reload).getMessage());
        assertSame(before, files.get());
    }

    @Test
    void nonsenseIsAnExceptionAndNotADefect() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String name : new String[] {"rsa.pkcs1.der", "rsa.der"}) {
            for (int i = 0; i < 500; i++) {
                byte[] der = Files.readAllBytes(file(name));
                der[random.nextInt(random.nextBoolean() ? 40 : der.length)] = (byte) random.nextInt(256);
                expectNoDefect(der, seed);
            }
        }
        String empty = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n";
        assertThrows(IOException.class, () -> PrivateKeys.of(PemFile.parse(empty)));
        Path noise = Files.write(folder.resolve("noise"), "\u0000\u00ff-----".getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(IOException.class, () -> PrivateKeys.of(PemFile.read(noise)));
        assertThrows(IOException.class, () -> PemFile.read(folder));
    }

    private static void expectNoDefect(byte[] der, long seed) {
        try {
            PrivateKeys.of(der);
        } catch (IOException expected) {
            // Said so.
        } catch (RuntimeException defect) {
            throw new AssertionError("seed " + seed, defect);
        }
    }
}

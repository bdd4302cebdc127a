package org.mainmemory.memcache.protocol.meta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

class Base64KeyTest {

    private final InputBuffer in = new InputBuffer(1024);
    private final OutputBuffer out = new OutputBuffer(1024);
    private final MemorySegment target = MemorySegment.ofArray(new byte[256]);

    @Test
    void anyBytesAreReadBackAsTheyWere() {
        long seed = Long.getLong("mmem.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int length = 1; length <= 187; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            String text = encoded(key);
            assertEquals(Base64.getEncoder().encodeToString(key), text, () -> "mmem.seed=" + seed);
            assertEquals(new String(key, ISO_8859_1), decoded(text), () -> "mmem.seed=" + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "Zm9", "Zm9vY", "!!!!", "\0", "====", "Z===", "Zm9vYg=", "Zm9vYmFy="})
    void whatDoesNotComeInFoursIsNoKey(String text) {
        assertEquals("", decoded(text));
    }

    @ParameterizedTest
    @CsvSource({"Zm9v,foo", "Z-m.9_v,foo", "Zg==Zm9v,f", "Zm8=,fo", "Zm8=!,fo", "Zg==,f"})
    void foreignBytesArePassedOverAndPaddingEndsTheKey(String text, String key) {
        assertEquals(key, decoded(text));
    }

    private String decoded(String text) {
        in.clear();
        in.append(MemorySegment.ofArray(text.getBytes(ISO_8859_1)), 0, text.length());
        int length = Base64Key.decode(in, 0, text.length(), target);
        return new String(target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
    }

    private String encoded(byte[] key) {
        out.clear();
        Base64Key.encode(MemorySegment.ofArray(key), 0, key.length, out);
        return new String(out.bytes().asSlice(0, out.length()).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
    }
}

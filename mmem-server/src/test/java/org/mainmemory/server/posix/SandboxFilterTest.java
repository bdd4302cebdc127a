package org.mainmemory.server.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the filter answers, by running it as the kernel does. */
class SandboxFilterTest {

    private static final int ARCHITECTURE = 0xC000003E;
    private static final int KILL = 0x80000000;
    private static final int ALLOW = 0x7FFF0000;
    private static final int ENOSYS = 0x00050026;

    private final long[] program = SandboxFilter.program(
            new SystemCalls(ARCHITECTURE, 317, 56, 41, 314, 315, 203, 144, List.of(59, 57, 101)));

    /** Number of the call, its first argument, and whether it passes. */
    @ParameterizedTest
    @CsvSource({
        "0,0,true", "1,59,true", "59,0,false", "57,0,false", "101,0,false", "434,0,true", "436,0,true",
        "56,4001536,true", "56,65536,true", "56,0,false", "56,17,false", "56,16640,false",
        "41,1,true", "41,2,false", "41,10,false", "1073741824,0,false", "-1,0,false"
    })
    void answers(int number, long argument, boolean passes) {
        assertEquals(passes ? ALLOW : KILL, run(ARCHITECTURE, number, argument));
    }

    @Test
    void sendsTheCLibraryBackToClone() {
        assertEquals(ENOSYS, run(ARCHITECTURE, SystemCalls.CLONE3, 0));
    }

    @Test
    void trustsNoOtherArchitecture() {
        assertEquals(KILL, run(0x40000003, 0, 0));
    }

    private int run(int architecture, int number, long argument) {
        int accumulator = 0;
        for (int at = 0; ; at++) {
            long step = program[at];
            int operand = (int) (step >>> 32);
            int ifTrue = (int) (step >>> 16) & 0xFF;
            int ifFalse = (int) (step >>> 24) & 0xFF;
            switch ((int) step & 0xFFFF) {
                case 0x20 -> accumulator = switch (operand) {
                    case 0 -> number;
                    case 4 -> architecture;
                    case 16 -> (int) argument;
                    default -> throw new AssertionError("loads from " + operand);
                };
                case 0x15 -> at += accumulator == operand ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
                case 0x45 -> at += (accumulator & operand) != 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return operand;
                }
                default -> throw new AssertionError("step " + Long.toHexString(step));
            }
        }
    }
}

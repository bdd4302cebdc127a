package org.mainmemory.server.posix;

import java.util.stream.LongStream;

/**
 * Writes a seccomp filter: a program for the kernel's packet filter machine, which sees a system call's number and
 * arguments and answers what becomes of it. A step is 8 bytes: code, jump if true, jump if false, operand.
 */
final class SandboxFilter {

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int JUMP_IF_SET = 0x45;
    private static final int ANSWER = 0x06;

    private static final int KILL_PROCESS = 0x80000000;
    private static final int ALLOW = 0x7FFF0000;
    private static final int FAIL_WITH_ENOSYS = 0x00050000 | 38;

    private static final int NUMBER_OFFSET = 0;
    private static final int ARCHITECTURE_OFFSET = 4;
    private static final int FIRST_ARGUMENT_OFFSET = 16;

    /** From here on numbers are of the 32-bit pointer variant of 64-bit processors, which nothing here uses. */
    private static final int OTHER_NUMBERS = 0x40000000;
    private static final int CLONE_THREAD = 0x10000;
    private static final int AF_UNIX = 1;

    private final LongStream.Builder steps = LongStream.builder();

    private SandboxFilter() {
    }

    /** The program that lets everything pass but what {@code calls} says. */
    static long[] program(SystemCalls calls) {
        SandboxFilter filter = new SandboxFilter();
        filter.killUnlessArchitectureIs(calls.architecture());
        filter.step(LOAD_WORD, 0, 0, NUMBER_OFFSET);
        filter.answerIf(JUMP_IF_AT_LEAST, OTHER_NUMBERS, KILL_PROCESS);
        // The C library falls back on clone, which shows what it is for.
        filter.answerIf(JUMP_IF_EQUAL, SystemCalls.CLONE3, FAIL_WITH_ENOSYS);
        for (int forbidden : calls.forbidden()) {
            filter.answerIf(JUMP_IF_EQUAL, forbidden, KILL_PROCESS);
        }
        filter.allowIfFirstArgument(calls.cloning(), JUMP_IF_SET, CLONE_THREAD);
        filter.allowIfFirstArgument(calls.socket(), JUMP_IF_EQUAL, AF_UNIX);
        filter.step(ANSWER, 0, 0, ALLOW);
        return filter.steps.build().toArray();
    }

    private void killUnlessArchitectureIs(int architecture) {
        step(LOAD_WORD, 0, 0, ARCHITECTURE_OFFSET);
        step(JUMP_IF_EQUAL, 1, 0, architecture);
        step(ANSWER, 0, 0, KILL_PROCESS);
    }

    private void answerIf(int comparison, int operand, int answer) {
        step(comparison, 0, 1, operand);
        step(ANSWER, 0, 0, answer);
    }

    /** One call whose first argument decides; the number is loaded before and, for other calls, afterwards. */
    private void allowIfFirstArgument(int call, int comparison, int operand) {
        step(JUMP_IF_EQUAL, 0, 4, call);
        step(LOAD_WORD, 0, 0, FIRST_ARGUMENT_OFFSET);
        step(comparison, 0, 1, operand);
        step(ANSWER, 0, 0, ALLOW);
        step(ANSWER, 0, 0, KILL_PROCESS);
    }

    private void step(int code, int ifTrue, int ifFalse, int operand) {
        steps.add(code | (long) ifTrue << 16 | (long) ifFalse << 24 | (long) operand << 32);
    }
}

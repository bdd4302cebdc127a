package org.mainmemory.core.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.mainmemory.core.task.Inbox;

/**
 * Who wakes a sleeping loop, and when: the sleep and wake protocol.
 *
 * <h2>The problem</h2>
 * A loop sleeps inside {@code Selector.select}. Sockets and timers end that sleep by themselves; a task posted by
 * another thread does not. {@code Selector.wakeup} does, but it takes a lock and makes a system call, so it must not be
 * called for each post. It has to be called exactly when the loop sleeps, or is about to, without having seen the task.
 * A wake-up too many costs one empty turn. A wake-up too few loses the task: it lies in the inbox until something else
 * happens, perhaps for ever.
 *
 * <h2>States</h2>
 * {@code AWAKE}: the loop will look into its inbox before it next sleeps. {@code ASLEEP}: it may be past that look.
 *
 * <h2>Moves</h2>
 * <pre>
 *   loop   lieDown   state := ASLEEP, <i>then</i> look into the inbox; sleep only if it is empty
 *   loop   getUp     state := AWAKE,  <i>then</i> (in its turn) empty the inbox
 *   poster mustRing  put the task into the inbox, <i>then</i> read the state; if ASLEEP, swap it to AWAKE, and
 *                    whoever wins the swap rings, once
 * </pre>
 *
 * <h2>Invariant</h2>
 * When a post has returned, and its task is still in the inbox, then either the loop is AWAKE and will look, or a ring
 * is on its way that the sleep has not yet consumed.
 *
 * <p>Both sides write first and read second, and all four accesses are volatile, so there is one order in which all
 * threads see them. If the poster reads AWAKE although the loop goes on to sleep, then its read comes before the loop's
 * write of ASLEEP; its task was in the inbox before that; so the loop's look, which comes after, finds it. One of the
 * two always sees the other. Were the order on either side reversed, or one of the writes a plain one that may linger
 * in a store buffer behind the read, both could miss each other: {@code DoorbellStressTest} runs exactly these faults
 * and catches them.
 *
 * <p>A ring is never lost in between: {@code Selector.wakeup} ends the current sleep, or, if there is none, the next
 * one. {@link #getUp} needs no more than an ordinary write: a poster that still reads ASLEEP rings once too often.
 */
class Doorbell {

    static final int AWAKE = 0;
    static final int ASLEEP = 1;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Doorbell.class, "state", int.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private volatile int state = AWAKE;

    /** The loop would like to sleep. False if it must not, because there are tasks. Loop thread. */
    boolean lieDown(Inbox inbox) {
        state = ASLEEP;
        return inbox.isEmpty();
    }

    /** The loop does not sleep any more; it empties the inbox before it tries again. Loop thread. */
    void getUp() {
        STATE.setOpaque(this, AWAKE);
    }

    /** Whether the loop sleeps, or is about to. Any thread, for whom it may have changed already. */
    boolean isAsleep() {
        return state == ASLEEP;
    }

    /** Whether the caller, who has just put a task into the inbox, has to wake the loop. Any thread. */
    boolean mustRing() {
        return state == ASLEEP && STATE.compareAndSet(this, ASLEEP, AWAKE);
    }
}

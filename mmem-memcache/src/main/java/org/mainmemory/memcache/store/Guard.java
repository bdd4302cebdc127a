package org.mainmemory.memcache.store;

/**
 * How a shard is kept from being written by two loops at once, with the meaning of
 * {@link java.util.concurrent.locks.StampedLock}'s methods of the same names. With one loop it is {@link Unguarded} and
 * costs nothing; the choice is made once, in {@link Store#open}.
 */
interface Guard {

    /** A stamp for {@link #validate}, 0 if a writer is at work. */
    long tryOptimisticRead();

    /** Whether nobody has written since the stamp. */
    boolean validate(long stamp);

    /** Becomes the writer if nobody has written since the optimistic {@code stamp}; else 0. Never waits. */
    long tryConvertToWriteLock(long stamp);

    /** Waits until no writer is at work. */
    long readLock();

    /** Ends {@link #readLock}. */
    void unlockRead(long stamp);

    /** Waits until this is the only one at work. */
    long writeLock();

    /** Becomes the only one at work if that is possible at once; else 0. */
    long tryWriteLock();

    /** Ends {@link #writeLock}. */
    void unlockWrite(long stamp);
}

package org.mainmemory.memcache.store;

/** The guard of a store that one loop alone uses: every stamp is good. */
final class Unguarded implements Guard {

    private static final long STAMP = 1;

    @Override
    public long tryOptimisticRead() {
        return STAMP;
    }

    @Override
    public boolean validate(long stamp) {
        return true;
    }

    @Override
    public long tryConvertToWriteLock(long stamp) {
        return STAMP;
    }

    @Override
    public long readLock() {
        return STAMP;
    }

    @Override
    public void unlockRead(long stamp) {
        // Nobody else is there.
    }

    @Override
    public long writeLock() {
        return STAMP;
    }

    @Override
    public long tryWriteLock() {
        return STAMP;
    }

    @Override
    public void unlockWrite(long stamp) {
        // Nobody else is there.
    }
}

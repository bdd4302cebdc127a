package org.mainmemory.memcache.store;

import java.util.concurrent.locks.StampedLock;

/** The guard of a shard that several loops use. */
final class StampedGuard implements Guard {

    private final StampedLock lock = new StampedLock();

    @Override
    public long tryOptimisticRead() {
        return lock.tryOptimisticRead();
    }

    @Override
    public boolean validate(long stamp) {
        return lock.validate(stamp);
    }

    @Override
    public long tryConvertToWriteLock(long stamp) {
        return lock.tryConvertToWriteLock(stamp);
    }

    @Override
    public long readLock() {
        return lock.readLock();
    }

    @Override
    public void unlockRead(long stamp) {
        lock.unlockRead(stamp);
    }

    @Override
    public long writeLock() {
        return lock.writeLock();
    }

    @Override
    public long tryWriteLock() {
        return lock.tryWriteLock();
    }

    @Override
    public void unlockWrite(long stamp) {
        lock.unlockWrite(stamp);
    }
}

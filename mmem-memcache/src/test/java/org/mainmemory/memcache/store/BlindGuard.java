package org.mainmemory.memcache.store;

/** A broken guard: writers exclude each other, but a reader is told that nobody wrote whatever happened. */
final class BlindGuard implements Guard {

    private final StampedGuard sound = new StampedGuard();

    @Override
    public long tryOptimisticRead() {
        return 1;
    }

    @Override
    public boolean validate(long stamp) {
        return true;
    }

    @Override
    public long tryConvertToWriteLock(long stamp) {
        return 0;
    }

    @Override
    public long readLock() {
        return sound.readLock();
    }

    @Override
    public void unlockRead(long stamp) {
        sound.unlockRead(stamp);
    }

    @Override
    public long writeLock() {
        return sound.writeLock();
    }

    @Override
    public long tryWriteLock() {
        return sound.tryWriteLock();
    }

    @Override
    public void unlockWrite(long stamp) {
        sound.unlockWrite(stamp);
    }
}

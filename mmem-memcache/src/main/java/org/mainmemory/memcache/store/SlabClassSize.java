package org.mainmemory.memcache.store;

import java.util.ArrayList;
import java.util.List;

/**
 * One of memcached's slab classes: the ladder by which statistics are told.
 *
 * @param slabClass memcached's class number, from 1
 * @param chunkSize memcached's chunk size of the class, in bytes
 * @param chunksPerPage memcached's chunks in a page of 1 MiB
 */
public record SlabClassSize(int slabClass, int chunkSize, int chunksPerPage) {

    /** All classes that a store with these settings has, smallest first. */
    public static List<SlabClassSize> ladder(StoreSettings settings) {
        SizeClasses classes = new SizeClasses(settings);
        List<SlabClassSize> ladder = new ArrayList<>();
        for (int slabClass = 1; slabClass <= classes.memcachedClasses(); slabClass++) {
            ladder.add(new SlabClassSize(
                    slabClass, classes.memcachedChunkSize(slabClass), classes.memcachedChunksPerPage(slabClass)));
        }
        return ladder;
    }
}

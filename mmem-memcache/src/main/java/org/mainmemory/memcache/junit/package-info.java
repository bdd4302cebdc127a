/**
 * A server for a test of JUnit 5 or later: {@code MemcacheExtension} starts it, and closes it when the test has ended.
 *
 * <p>JUnit calls it, on the threads that run tests. Whoever uses this package brings JUnit along; nothing else here
 * needs it.
 */
@NullMarked
package org.mainmemory.memcache.junit;

import org.jspecify.annotations.NullMarked;

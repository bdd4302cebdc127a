/**
 * Fibers: sequential code that runs on an event loop, and whose waiting holds nobody up.
 *
 * <p>A {@link Fiber} is a virtual thread whose scheduler is its loop; {@link FiberConnection} is what it reads and
 * writes. What it calls parks the fiber, never the loop. The JVM needs
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED}, or {@code Add-Opens: java.base/java.lang} in the manifest of an
 * executable jar; without it starting a fiber fails and says so.
 *
 * <table>
 * <caption>For those who know State Threads, or MainMemory's base: what stands for what</caption>
 * <tr><th>there</th><th>here</th></tr>
 * <tr><td>st_init, st_set_eventsys, st_getfdlimit</td><td>{@code LoopGroup.open}; the JDK chooses epoll or kqueue,
 *   the system bounds descriptors</td></tr>
 * <tr><td>st_thread_create, _self, _exit</td><td>{@link Fiber#start}, {@link Fiber#current}, a return from the
 *   body</td></tr>
 * <tr><td>st_thread_join, _interrupt</td><td>{@link Fiber#join()}, {@link Fiber#interrupt}, each with a limit or
 *   {@link Fiber#end}</td></tr>
 * <tr><td>st_sleep, st_usleep</td><td>{@link Fiber#sleep}</td></tr>
 * <tr><td>st_set_switch_in_cb, _out_cb</td><td>none: the stack of a fiber is an object, nothing has to be swapped
 *   around it</td></tr>
 * <tr><td>st_randomize_stacks, stack sizes</td><td>none: stacks live on the heap and grow as needed</td></tr>
 * <tr><td>st_key_create, st_thread_setspecific</td><td>{@link ThreadLocal} and {@link ScopedValue}: a fiber is a
 *   thread</td></tr>
 * <tr><td>st_mutex, st_cond</td><td>{@link java.util.concurrent.locks.ReentrantLock} and its conditions, {@code
 *   synchronized} as well: they park the fiber</td></tr>
 * <tr><td>st_time, st_utime, st_timecache_set</td><td>{@code EventLoop.nowNanos}, read once a turn; {@link
 *   System#nanoTime} where a step may be long</td></tr>
 * <tr><td>st_netfd_open, _free, _close</td><td>{@code NetServer}, {@link FiberConnection#close}, {@link
 *   FiberConnection#abort}</td></tr>
 * <tr><td>st_netfd_setspecific</td><td>a field of whatever the fiber keeps</td></tr>
 * <tr><td>st_netfd_serialize_accept</td><td>none: one loop accepts and deals connections to all</td></tr>
 * <tr><td>st_accept</td><td>{@link FiberAcceptor#accept()}, or a {@link FiberProtocol}, which is started for each
 *   connection</td></tr>
 * <tr><td>st_connect</td><td>{@link FiberConnection#connect}, {@code Connector} for sessions</td></tr>
 * <tr><td>st_read, _read_fully, _read_resid, readv</td><td>{@link FiberConnection#read(byte[])}, {@code readFully},
 *   {@code readLine}, {@code awaitInput} where the bytes lie</td></tr>
 * <tr><td>st_write, _write_resid, writev</td><td>{@link FiberConnection#write(byte[])}: writes until the next wait
 *   are one system call</td></tr>
 * <tr><td>timeouts, ETIME, EINTR</td><td>{@link FiberConnection#setTimeout}, {@link Fiber#within}; {@code
 *   SocketTimeoutException}, {@code InterruptedException}</td></tr>
 * <tr><td>st_recvfrom, st_sendto, st_recvmsg, st_sendmsg</td><td>datagrams of package {@code net}, as
 *   tasks</td></tr>
 * <tr><td>st_poll, st_netfd_poll, st_open</td><td>{@code EventLoop.register} for a channel of any kind; files do not
 *   poll, see {@link Fiber}</td></tr>
 * <tr><td>fiber priority, hoist, names</td><td>names; no priorities: a loop takes everything that can run one step
 *   further in each turn</td></tr>
 * <tr><td>fiber yield, pause, block; cancel state, testcancel</td><td>{@link Fiber#pause}, parking, {@link
 *   Fiber#interrupt} and {@link Thread#interrupted}</td></tr>
 * <tr><td>waitset, signal, broadcast</td><td>{@link java.util.concurrent.locks.Condition}</td></tr>
 * <tr><td>future, unique future</td><td>{@link java.util.concurrent.CompletableFuture} with {@link Fiber#call} and
 *   {@code Fiber.await}</td></tr>
 * <tr><td>combiner</td><td>none: a loop is one, for what it owns; {@code EventLoop.call} asks it</td></tr>
 * <tr><td>task lists, post, send, work requests, async calls</td><td>{@code EventLoop.post}, {@code call}, {@code
 *   executor}; {@code LoopGroup.next} for any loop; a task may be posted to another loop between two steps</td></tr>
 * <tr><td>timeq, event timers, timepiece</td><td>{@code EventLoop.timers}, {@code nowNanos}</td></tr>
 * <tr><td>net servers with reader and writer fibers</td><td>two fibers on one {@link FiberConnection}; what each
 *   writes stays whole</td></tr>
 * <tr><td>netbuf: fill, find, flush, splice</td><td>{@code awaitInput}, {@code awaitLine}, {@code flush}, {@link
 *   FiberConnection#writeInput}</td></tr>
 * <tr><td>half-shutdown, server affinity</td><td>{@link FiberConnection#endOutput}; a connection stays on its
 *   loop</td></tr>
 * <tr><td>rings SPSC to MPMC</td><td>{@link Channel}; the queues of {@code java.util.concurrent} park the fiber as
 *   well</td></tr>
 * <tr><td>arena, pool, span, per-thread cache</td><td>package {@code memory} for bytes, {@code LoopLocal} for what a
 *   loop keeps, the collector for the rest</td></tr>
 * <tr><td>locks with back-off, barriers, epoch reclamation</td><td>{@code java.util.concurrent}; the collector
 *   reclaims</td></tr>
 * <tr><td>exit, start and stop hooks</td><td>{@code Resident}, {@code NetServer.stop}, which waits for fibers and
 *   then interrupts them</td></tr>
 * </table>
 */
@NullMarked
package org.mainmemory.core.fiber;

import org.jspecify.annotations.NullMarked;

/**
 * A framework for network servers that are fast on many cores: what mmem is built on, and no less for other servers.
 *
 * <h2>What runs where</h2>
 * A {@link org.mainmemory.core.loop.LoopGroup} has a few {@link org.mainmemory.core.loop.EventLoop event loops}, one
 * thread each; there are no other threads. Everything a loop does is a {@link org.mainmemory.core.task.Task}: it runs a
 * short step and says whether it has more to do. A connection lives on one loop for life, so whatever belongs to it
 * needs no lock. Others reach a loop with {@code loop.post(task)} or {@code loop.call(action)}; what every loop should
 * have of its own is a {@link org.mainmemory.core.loop.LoopLocal}.
 *
 * <h2>An echo server, as a session</h2>
 * A {@link org.mainmemory.core.net.Protocol} opens a {@link org.mainmemory.core.net.Session} for each connection. The
 * session is called with input and appends output; both buffers are the loop's. This is the fastest way to write a
 * server, and the whole of it is to cope with input that is not complete and output that does not leave:
 *
 * {@snippet :
 * record SessionEcho(Connection connection) implements Session {
 *     @Override
 *     public Turn onInput(InputBuffer input, OutputBuffer output) {
 *         int end = input.indexOf((byte) '\n', input.start());
 *         while (end >= 0) {
 *             int length = end + 1 - input.start();
 *             if (output.room() < length && !connection.flush()) {
 *                 return Turn.BLOCKED;
 *             }
 *             output.putBytes(input.bytes(), input.start(), length);
 *             input.consume(length);
 *             end = input.indexOf((byte) '\n', input.start());
 *         }
 *         return Turn.READ;
 *     }
 *
 *     public static void main(String[] arguments) throws IOException {
 *         NetSettings settings = NetSettings.listeningAt(Endpoint.anyAddress(7777));
 *         NetServer.bind(settings, LoopGroup.open(2), SessionEcho::new).start();
 *     }
 * }
 * }
 *
 * <h2>The same, as a fiber</h2>
 * A {@link org.mainmemory.core.fiber.Fiber} waits where it stands, and its loop does something else meanwhile. It reads
 * and writes with the same system calls as a session, and takes a tenth of a microsecond more for each wait:
 *
 * {@snippet :
 * final class FiberEcho {
 *     static void echo(FiberConnection connection) throws IOException, InterruptedException {
 *         for (String line = connection.readLine(); line != null; line = connection.readLine()) {
 *             connection.write(line + "\n");
 *         }
 *     }
 *
 *     public static void main(String[] arguments) throws IOException {
 *         NetSettings settings = NetSettings.listeningAt(Endpoint.anyAddress(7777));
 *         NetServer.bind(settings, LoopGroup.open(2), FiberProtocol.of(FiberEcho::echo)).start();
 *     }
 * }
 * }
 *
 * <p>Fibers need the JVM's option {@code --add-opens java.base/java.lang=ALL-UNNAMED}; sessions need none.
 *
 * <h2>Where to go on</h2>
 * {@link org.mainmemory.core.net.NetServer} for starting and stopping, {@link org.mainmemory.core.net.Connector} for
 * connections to other servers, {@link org.mainmemory.core.fiber.Channel} for fibers that talk to each other,
 * {@link org.mainmemory.core.loop.StallDetector} for the day when something holds a loop up. Larger examples are among
 * the tests, in {@code org.mainmemory.core.examples}.
 */
@NullMarked
package org.mainmemory.core;

import org.jspecify.annotations.NullMarked;

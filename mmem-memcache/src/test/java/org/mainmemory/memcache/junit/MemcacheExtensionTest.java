package org.mainmemory.memcache.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.mainmemory.memcache.session.MemcacheServer;

/** Runs classes of tests that have the extension, and looks at the servers that they saw. */
@Timeout(60)
class MemcacheExtensionTest {

    /** Servers in the order in which tests saw them, each as often as it was seen. */
    private static final List<MemcacheServer> SEEN = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static TestExecutionSummary run(Class<?>... types) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(List.of(types).stream().map(type -> selectClass(type)).toList())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** Runs tests that must all be good. */
    private static void pass(int tests, Class<?>... types) {
        TestExecutionSummary summary = run(types);
        StringWriter failures = new StringWriter();
        summary.printFailuresTo(new PrintWriter(failures));
        assertEquals("", failures.toString());
        assertEquals(tests, summary.getTestsSucceededCount());
        SEEN.forEach(MemcacheExtensionTest::assertClosed);
    }

    private static void assertClosed(MemcacheServer server) {
        assertThrows(ConnectException.class, () -> connect(server).close());
    }

    private static Socket connect(MemcacheServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void see(MemcacheServer server) throws IOException {
        connect(server).close();
        SEEN.add(server);
    }

    private static long distinct() {
        return SEEN.stream().distinct().count();
    }

    static class StaticField {
        @RegisterExtension
        static final MemcacheExtension CACHE = MemcacheExtension.start();

        @BeforeAll
        static void before() throws IOException {
            see(CACHE.server());
        }

        @RepeatedTest(2)
        void sees() throws IOException {
            see(CACHE.server());
            assertEquals(CACHE.server().port(), CACHE.port());
            assertEquals(CACHE.port(), CACHE.address().getPort());
        }

        @AfterAll
        static void after() throws IOException {
            see(CACHE.server());
        }

        @Nested
        class Inner {
            @Test
            void seesTheSame() throws IOException {
                see(CACHE.server());
            }
        }
    }

    @Test
    void aStaticFieldIsOneServerForTheClass() {
        pass(3, StaticField.class);
        assertEquals(5, SEEN.size());
        assertEquals(1, distinct());
        assertThrows(IllegalStateException.class, StaticField.CACHE::server);
    }

    static class InstanceField {
        @RegisterExtension
        final MemcacheExtension cache = MemcacheExtension.start();

        @BeforeEach
        @AfterEach
        void around() throws IOException {
            see(cache.server());
        }

        @RepeatedTest(2)
        void sees() throws IOException {
            see(cache.server());
        }
    }

    @Test
    void anInstanceFieldIsAServerForEachTest() {
        pass(2, InstanceField.class);
        assertEquals(6, SEEN.size());
        assertEquals(2, distinct());
        assertSame(SEEN.get(0), SEEN.get(2));
        assertNotEquals(SEEN.get(2), SEEN.get(3));
    }

    @ExtendWith(MemcacheExtension.class)
    static class ParameterOfTests {
        @BeforeEach
        void before(MemcacheServer server) throws IOException {
            see(server);
        }

        @RepeatedTest(2)
        void sees(MemcacheServer server) throws IOException {
            see(server);
            assertEquals(0, server.storeStats().totalItems());
        }
    }

    @Test
    void aParameterOfTestsIsAServerForEach() {
        pass(2, ParameterOfTests.class);
        assertEquals(4, SEEN.size());
        assertEquals(2, distinct());
        assertSame(SEEN.get(0), SEEN.get(1));
    }

    @ExtendWith(MemcacheExtension.class)
    static class ParameterOfTheClass {
        @BeforeAll
        static void before(MemcacheServer server) throws IOException {
            see(server);
        }

        @RepeatedTest(2)
        void sees(MemcacheServer server) throws IOException {
            see(server);
        }
    }

    @Test
    void aParameterOfBeforeAllIsOneServerForTheClass() {
        pass(2, ParameterOfTheClass.class);
        assertEquals(3, SEEN.size());
        assertEquals(1, distinct());
    }

    @ExtendWith(MemcacheExtension.class)
    @Execution(ExecutionMode.CONCURRENT)
    static class ParallelParameters {
        static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @RepeatedTest(2)
        void sees(MemcacheServer server) throws Exception {
            see(server);
            BOTH.await(30, TimeUnit.SECONDS);
            connect(server).close();
        }
    }

    @Test
    void testsAtTheSameTimeHaveTheirOwn() {
        pass(2, ParallelParameters.class);
        assertEquals(2, distinct());
    }

    /** Two classes that run at the same time and share a static field. */
    abstract static class Shared {
        static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @RegisterExtension
        static final MemcacheExtension CACHE = MemcacheExtension.start();

        @Test
        void sees() throws Exception {
            BOTH.await(30, TimeUnit.SECONDS);
            see(CACHE.server());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class SharedOne extends Shared {
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class SharedTwo extends Shared {
    }

    @Test
    void classesThatInheritAFieldShareIt() {
        pass(2, SharedOne.class, SharedTwo.class);
        assertEquals(1, distinct());
        assertThrows(IllegalStateException.class, Shared.CACHE::server);
    }

    static class FailsBefore {
        @RegisterExtension
        static final BeforeEachCallback FAILS = context -> {
            throw new IllegalStateException("thrown by a test on purpose");
        };

        @RegisterExtension
        static final MemcacheExtension CACHE = MemcacheExtension.start();

        @RepeatedTest(2)
        void neverRuns() {
        }

        @AfterAll
        static void after() throws IOException {
            see(CACHE.server());
        }
    }

    @Test
    void aTestThatFailsBeforeItBeginsTakesNoServerAway() {
        TestExecutionSummary summary = run(FailsBefore.class);
        assertEquals(2, summary.getTestsFailedCount());
        assertEquals(2, summary.getTotalFailureCount());
        assertEquals(1, SEEN.size());
        assertClosed(SEEN.getFirst());
    }

    static class UsedPort {
        static final ServerSocket TAKEN = take();

        @RegisterExtension
        final MemcacheExtension cache = MemcacheExtension.start(
                MemcacheExtension.defaults().listenOnLoopback(TAKEN.getLocalPort()).build());

        @Test
        void neverRuns() {
            throw new AssertionError("ran without its server");
        }

        private static ServerSocket take() {
            try {
                return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            } catch (IOException refused) {
                throw new AssertionError(refused);
            }
        }
    }

    @Test
    void aServerThatCannotStartFailsItsTest() throws IOException {
        TestExecutionSummary summary = run(UsedPort.class);
        UsedPort.TAKEN.close();
        assertEquals(1, summary.getTestsFailedCount());
        String why = summary.getFailures().getFirst().getException().getMessage();
        assertTrue(why.endsWith("Address already in use"), why);
    }
}

package org.mainmemory.memcache.junit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.memcache.session.MemcacheSettings;

/**
 * Gives a test its own memcached server, in a field or as a parameter.
 *
 * <p>A static field is one server for all tests of the class, an instance field one for each test. It is there from
 * before {@code @BeforeAll}, or {@code @BeforeEach}, until after {@code @AfterAll}, or {@code @AfterEach}. A static
 * field that several classes inherit is one server while any of them is at work.
 *
 * {@snippet :
 * @RegisterExtension
 * static final MemcacheExtension CACHE = MemcacheExtension.start();
 * }
 *
 * <p>A parameter of a test, or of its {@code @BeforeEach} or {@code @AfterEach}, is a server for this test; one of
 * {@code @BeforeAll} or of the constructor is one for the class, and then its tests' parameters are the same.
 *
 * {@snippet :
 * @ExtendWith(MemcacheExtension.class)
 * class CacheTest {
 *     @Test
 *     void answers(MemcacheServer server) { }
 * }
 * }
 *
 * <p>Servers have ports that the system chooses, so tests may run in parallel. Any thread may call.
 */
public final class MemcacheExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MemcacheExtension.class);

    private final MemcacheSettings settings;
    private final boolean isField;
    /** The classes and tests that have begun with this field and not ended. */
    private final Set<String> users = new HashSet<>();
    private @Nullable MemcacheServer server;

    private MemcacheExtension(MemcacheSettings settings, boolean isField) {
        this.settings = settings;
        this.isField = isField;
    }

    /** For {@code @ExtendWith}: servers come as parameters. */
    public MemcacheExtension() {
        this(defaults().build(), false);
    }

    /** For a field with {@code @RegisterExtension}: a server on a free port of the loopback address, with one loop. */
    public static MemcacheExtension start() {
        return start(defaults().build());
    }

    /** The same with other settings. Whoever may run beside others lets the system choose the port. */
    public static MemcacheExtension start(MemcacheSettings settings) {
        return new MemcacheExtension(settings, true);
    }

    /** What {@link #start()} starts with, to change some of it. */
    public static MemcacheSettings.Builder defaults() {
        return MemcacheSettings.builder().listenOnLoopback(0).loops(1);
    }

    /**
     * The server of this field.
     *
     * @throws IllegalStateException before the class or test that has it begins, and after its end
     */
    public synchronized MemcacheServer server() {
        if (server == null) {
            throw new IllegalStateException("no test is running with this server; has the field @RegisterExtension?");
        }
        return server;
    }

    /** Where a client reaches the server of this field. */
    public InetSocketAddress address() {
        return server().address();
    }

    /** The TCP port of the server of this field. */
    public int port() {
        return server().port();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        begin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        begin(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private synchronized void begin(ExtensionContext context) throws IOException {
        if (isField) {
            users.add(context.getUniqueId());
            if (server == null) {
                server = MemcacheServer.start(settings);
            }
        }
    }

    /** Called also for a class or test that failed before it began here. */
    private synchronized void end(ExtensionContext context) {
        if (users.remove(context.getUniqueId()) && users.isEmpty() && server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MemcacheServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return isField ? server() : ServerOfContext.in(context.getStore(NAMESPACE), settings);
    }
}

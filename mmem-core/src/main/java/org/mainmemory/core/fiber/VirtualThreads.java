package org.mainmemory.core.fiber;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that somebody else than the JDK schedules. The JDK can do it and does not offer it: a
 * constructor in {@code java.lang} takes the scheduler, and the package has to be opened to be asked.
 *
 * <p>There is no second way to do it: virtual threads of the JDK's own scheduler would run beside the loop, and all
 * that a fiber may take for granted on its loop would be untrue. So without that constructor there are no fibers.
 */
final class VirtualThreads {

    static final String FLAG = "--add-opens java.base/java.lang=ALL-UNNAMED";

    private static final @Nullable MethodHandle BUILDER;
    private static final String OBSTACLE;

    static {
        MethodHandle found = null;
        String obstacle = "";
        try {
            Class<?> type = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            found = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, Executor.class))
                    .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
        } catch (IllegalAccessException closed) {
            obstacle = "fibers need the JVM's option " + FLAG;
        } catch (ReflectiveOperationException missing) {
            obstacle = "fibers need a JDK whose virtual threads take a scheduler, as 25's do: " + missing;
        }
        BUILDER = found;
        OBSTACLE = obstacle;
    }

    private VirtualThreads() {
    }

    /** Why there can be none; empty if there can. */
    static String obstacle() {
        return OBSTACLE;
    }

    /** A thread, not started, that {@code scheduler} is given whenever it can run. */
    static Thread unstarted(String name, Executor scheduler, Runnable body) {
        if (BUILDER == null) {
            throw new UnsupportedOperationException(OBSTACLE);
        }
        try {
            Thread.Builder.OfVirtual builder = (Thread.Builder.OfVirtual) BUILDER.invokeExact(scheduler);
            return builder.name(name).inheritInheritableThreadLocals(false).unstarted(body);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }
}

package org.mainmemory.server;

/**
 * Tells the JDK by name to use the selector that it would use anyhow. Otherwise it looks for another first, in all
 * modules and all of the class path, and for that opens the jar and the file of its own classes.
 */
final class SystemSelector {

    private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";

    private SystemSelector() {
    }

    /** Before the first channel is opened. A choice of the user stays; so does the search, in an unknown JDK. */
    static void choose() {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        try {
            Object provider = Class.forName("sun.nio.ch.DefaultSelectorProvider").getMethod("get").invoke(null);
            System.setProperty(PROPERTY, provider.getClass().getName());
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            // The search costs some milliseconds.
        }
    }
}

/**
 * The log: Logback, set up in code, on stderr, quiet unless -v asks for more.
 *
 * <p>Logback finds {@code StderrLog} by itself, when the first logger is made, on whichever thread makes it.
 */
@NullMarked
package org.mainmemory.server.logging;

import org.jspecify.annotations.NullMarked;

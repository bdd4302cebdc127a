/**
 * The command line: memcached's options as getopt reads them, checked, as immutable {@code ServerSettings}.
 *
 * <p>{@code Main} calls it once, on the main thread, before anything else exists. It opens no file and no socket.
 */
@NullMarked
package org.mainmemory.server.options;

import org.jspecify.annotations.NullMarked;

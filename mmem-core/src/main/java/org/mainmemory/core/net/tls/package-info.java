/**
 * What servers and clients speak TLS with: settings of an endpoint, certificates and keys from files.
 *
 * <p>It knows no socket; {@code net} makes an engine for each connection from its endpoint's settings. Immutable, or
 * safe for any thread.
 */
@NullMarked
package org.mainmemory.core.net.tls;

import org.jspecify.annotations.NullMarked;

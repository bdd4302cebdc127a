package org.mainmemory.core.net.tls;

/** Whether a server asks its clients for a certificate. One that is shown must be valid, asked for or needed. */
public enum ClientAuth {
    /** It does not ask. */
    NONE,
    /** It asks, and takes those that have none. */
    WANT,
    /** It takes nobody without. */
    NEED
}

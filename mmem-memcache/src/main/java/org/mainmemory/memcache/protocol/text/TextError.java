package org.mainmemory.memcache.protocol.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The error lines of the text protocol, in memcached's words. */
public enum TextError {
    /** No such verb, or none of its forms. */
    UNKNOWN("ERROR"),
    /** Arguments are missing, not numbers, or a key is too long. */
    BAD_FORMAT("CLIENT_ERROR bad command line format"),
    /** The exptime is no 32-bit number. */
    BAD_EXPTIME("CLIENT_ERROR invalid exptime argument"),
    /** The number to add or subtract is no unsigned 64-bit number. */
    BAD_DELTA("CLIENT_ERROR invalid numeric delta argument"),
    /** The stored value is no unsigned 64-bit number. */
    NON_NUMERIC("CLIENT_ERROR cannot increment or decrement non-numeric value"),
    /** The two bytes behind a value are not CR LF. */
    BAD_DATA_CHUNK("CLIENT_ERROR bad data chunk"),
    /** The item is larger than the largest allowed one. */
    TOO_LARGE("SERVER_ERROR object too large for cache"),
    /** No memory for a value. */
    NO_MEMORY_STORING("SERVER_ERROR out of memory storing object"),
    /** No memory for a changed number. */
    NO_MEMORY("SERVER_ERROR out of memory"),
    /** No memory for the replies to a retrieval. */
    NO_MEMORY_WRITING("SERVER_ERROR out of memory writing get response"),
    /** The server was told to refuse flush_all. */
    FLUSH_NOT_ALLOWED("CLIENT_ERROR flush_all not allowed"),
    /** The server was not told to obey shutdown. */
    SHUTDOWN_NOT_ENABLED("SERVER_ERROR: shutdown not enabled"),
    /** There is no such way to shut down. */
    BAD_SHUTDOWN_MODE("CLIENT_ERROR invalid shutdown mode"),
    /** A meta command has a flag that there is not. */
    UNKNOWN_FLAG("CLIENT_ERROR invalid flag"),
    /** A meta command has a flag twice. */
    DUPLICATE_FLAG("CLIENT_ERROR duplicate flag"),
    /** A meta command has too many flags. */
    TOO_MANY_FLAGS("CLIENT_ERROR options flags are too long"),
    /** The number of a meta flag is none. */
    BAD_TOKEN("CLIENT_ERROR bad token in command line format"),
    /** The initial value of a meta command is no number. */
    BAD_INITIAL_TOKEN("CLIENT_ERROR invalid numeric initial value"),
    /** The delta of a meta command is no number. */
    BAD_DELTA_TOKEN("CLIENT_ERROR invalid numeric delta value"),
    /** The opaque of a meta command is too long. */
    LONG_OPAQUE("CLIENT_ERROR opaque token too long"),
    /** A key said to be base64 is none. */
    BAD_BASE64("CLIENT_ERROR error decoding key"),
    /** Anything wrong with the flags of ma. */
    BAD_ARITHMETIC_FLAG("CLIENT_ERROR invalid or duplicate flag"),
    /** There is no such mode of ms. */
    BAD_STORAGE_MODE("CLIENT_ERROR invalid mode for ms M token"),
    /** There is no such mode of ma. */
    BAD_ARITHMETIC_MODE("CLIENT_ERROR invalid mode for ma M token"),
    /** No memory for a number that was to be made. */
    NO_MEMORY_FOR_NUMBER("SERVER_ERROR Out of memory allocating new item"),
    /** The client has to authenticate first. */
    UNAUTHENTICATED("CLIENT_ERROR unauthenticated"),
    /** User and password are too long. */
    TOKEN_TOO_LONG("CLIENT_ERROR auth token too long"),
    /** The two bytes behind user and password are not CR LF. */
    BAD_TERMINATION("CLIENT_ERROR bad command line termination"),
    /** There is no space between user and password. */
    BAD_LOGIN("CLIENT_ERROR bad authentication token format"),
    /** No such user, or another password. */
    AUTH_FAILURE("CLIENT_ERROR authentication failure");

    /** Shared by all, written to by none. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final byte[] line;

    TextError(String text) {
        this.line = (text + "\r\n").getBytes(US_ASCII);
    }

    /** The line as it is sent, CR LF included. Shared; not to be written to. */
    byte[] line() {
        return line;
    }
}

package org.mainmemory.memcache.differential;

/** A part of a server's replies. */
sealed interface Piece {

    /** Bytes, as characters of Latin-1, that must be the same. */
    record Bytes(String text) implements Piece {
        @Override
        public String toString() {
            return Printable.text(text);
        }
    }

    /** The CAS of an item: its value is a server's own affair. */
    record Cas(int key, long value) implements Piece {
        @Override
        public String toString() {
            return "<cas " + Long.toUnsignedString(value) + ">";
        }
    }

    /** Seconds that pass: clocks of two servers do not tick together. */
    record Seconds(long value) implements Piece {
        @Override
        public String toString() {
            return "<" + value + " s>";
        }
    }
}

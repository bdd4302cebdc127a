package org.mainmemory.core.loop;

/** The fields of {@link LoopCounters}; a class of their own because the JVM lays out a superclass's fields first. */
class LoopCounterFields extends LoopCountersPadding {

    long turns;
    long sleeps;
    long steps;
    long posts;
    long failures;
    long bytesRead;
    long bytesWritten;
    long connectionsOpened;
    long connectionsClosed;
    long connectionsRefused;
    long tlsSessions;
    long tlsHandshakeErrors;
    long tlsProtocolErrors;
    long datagramsRead;
    long datagramsWritten;
    long repliesLost;
    long repliesHeld;
}

package org.mainmemory.core.loop;

/** Two cache lines (some processors fetch them in pairs) that keep a neighbour's writes away from the counters. */
@SuppressWarnings("unused")
class LoopCountersPadding {

    private long before1, before2, before3, before4, before5, before6, before7, before8,
            before9, before10, before11, before12, before13, before14, before15, before16;
}

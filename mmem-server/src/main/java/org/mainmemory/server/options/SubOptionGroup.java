package org.mainmemory.server.options;

import org.jspecify.annotations.Nullable;

/** Some of -o's options, which belong together. */
interface SubOptionGroup {

    /**
     * Takes one option.
     *
     * @param value what stands behind its =, null if there is none
     * @return false if the name is none of this group's
     * @throws StartFailure for a value that makes no sense
     */
    boolean take(String name, @Nullable String value) throws StartFailure;
}

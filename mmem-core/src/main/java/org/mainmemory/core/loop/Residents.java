package org.mainmemory.core.loop;

import java.util.ArrayList;
import java.util.List;

/** All residents of a loop as one. */
final class Residents implements Resident {

    private final List<Resident> all = new ArrayList<>();

    void add(Resident resident) {
        all.add(resident);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public boolean isBusy() {
        return all.stream().anyMatch(Resident::isBusy);
    }

    @Override
    public boolean isGone() {
        return all.stream().allMatch(Resident::isGone);
    }

    @Override
    public void leave() {
        all.forEach(Resident::leave);
    }

    @Override
    public void abandon() {
        all.stream().filter(resident -> !resident.isGone()).forEach(Resident::abandon);
    }
}

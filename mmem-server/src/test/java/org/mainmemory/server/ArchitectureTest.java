package org.mainmemory.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The server wires: no package of it decodes, and none imports another in a circle. */
class ArchitectureTest {

    private static final String ROOT = "org.mainmemory.server";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    @Test
    void thereIsAServer() {
        assertFalse(CLASSES.isEmpty(), "nothing was imported");
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("org.mainmemory.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void protocolsAreNotItsBusiness() {
        noClasses().should().dependOnClassesThat().resideInAPackage("org.mainmemory.memcache.protocol..")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(found -> found.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unmarked);
    }
}

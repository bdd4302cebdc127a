package org.mainmemory.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Imports point one way: {@code memory <- task <- loop <- net <- fiber}. */
class ArchitectureTest {

    private static final String ROOT = "org.mainmemory.core";

    /** Lowest first; a package imports those before it. */
    private static final List<String> LAYERS = List.of("memory", "task", "loop", "net", "fiber");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    @Test
    void everyClassIsInALayer() {
        assertTrue(CLASSES.stream().anyMatch(type -> layerOf(type).equals("memory")), "nothing was imported");
        Set<String> strays = CLASSES.stream()
                .filter(type -> !LAYERS.contains(layerOf(type)) && !type.getName().equals(ROOT + ".package-info"))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), strays);
    }

    @Test
    void aLayerImportsOnlyWhatIsBelow() {
        for (int i = 0; i < LAYERS.size(); i++) {
            String[] above = LAYERS.subList(i + 1, LAYERS.size()).stream()
                    .map(ArchitectureTest::packagesOf)
                    .toArray(String[]::new);
            noClasses().that().resideInAPackage(packagesOf(LAYERS.get(i)))
                    .should().dependOnClassesThat().resideInAnyPackage(above)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Each of them has numbers for Linux, macOS and the BSDs, and something to do without; tests take both ways. */
    @Test
    void twoClassesCallC() {
        noClasses().that().haveNameNotMatching(".*[.](MappedPages|SocketCalls)([$].*)?")
                .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(CLASSES);
    }

    @Test
    void memoryKnowsNoThreads() {
        noClasses().that().resideInAPackage(packagesOf("memory"))
                .should().dependOnClassesThat().haveNameMatching("java\\.lang\\.(Thread|Runnable).*")
                .orShould().dependOnClassesThat().resideInAPackage("java.util.concurrent..")
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

    private static String packagesOf(String layer) {
        return ROOT + "." + layer + "..";
    }

    private static String layerOf(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
    }
}

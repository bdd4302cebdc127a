package org.mainmemory.memcache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Imports point one way: {@code command <- {protocol, store} <- session <- junit}; protocol and store are strangers.
 */
class ArchitectureTest {

    private static final String ROOT = "org.mainmemory.memcache";

    /** What each package must not import. */
    private static final Map<String, List<String>> FORBIDDEN = Map.of(
            "command", List.of("protocol", "store", "session", "junit"),
            "protocol", List.of("store", "session", "junit"),
            "store", List.of("protocol", "session", "junit"),
            "session", List.of("junit"),
            "junit", List.of("command", "protocol"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    @Test
    void everyClassIsInAKnownPackage() {
        assertTrue(CLASSES.stream().anyMatch(type -> areaOf(type).equals("command")), "nothing was imported");
        Set<String> strays = CLASSES.stream()
                .filter(type -> !FORBIDDEN.containsKey(areaOf(type)))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), strays);
    }

    @Test
    void importsPointOneWay() {
        FORBIDDEN.forEach((area, strangers) -> noClasses().that().resideInAPackage(packagesOf(area))
                .should().dependOnClassesThat().resideInAnyPackage(
                        strangers.stream().map(ArchitectureTest::packagesOf).toArray(String[]::new))
                .allowEmptyShould(true)
                .check(CLASSES));
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theStoreKnowsNoSocket() {
        noClasses().that().resideInAPackage(packagesOf("store"))
                .should().dependOnClassesThat().resideInAnyPackage(
                        "java.net..", "java.nio.channels..", "org.mainmemory.core.loop..", "org.mainmemory.core.net..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheExtensionKnowsJUnit() {
        noClasses().that().resideOutsideOfPackage(packagesOf("junit"))
                .should().dependOnClassesThat().resideInAPackage("org.junit..")
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

    private static String packagesOf(String area) {
        return ROOT + "." + area + "..";
    }

    private static String areaOf(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
    }
}

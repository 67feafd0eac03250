package dev.qunfa;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of packages in docs/architecture.md, kept true. */
class ArchitectureTest {
    private static final String ROOT = "dev.qunfa";

    /** Which features a feature may use; itself always. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("lifecycle", Set.of()),
            Map.entry("health", Set.of("startup")),
            Map.entry("startup", Set.of()),
            Map.entry("partition", Set.of("health")),
            Map.entry("store", Set.of("lifecycle", "health", "startup", "partition")),
            Map.entry("platform", Set.of("health", "startup")),
            Map.entry("intake", Set.of("lifecycle", "store", "health", "startup", "partition")),
            Map.entry("dispatch", Set.of("lifecycle", "store", "platform", "health", "startup", "partition")),
            Map.entry("callback", Set.of("lifecycle", "store", "platform", "health", "startup")),
            Map.entry("results", Set.of("lifecycle", "store", "health", "startup", "partition")),
            Map.entry("status", Set.of("lifecycle", "store", "results", "health", "startup")));

    private static final String[] DATABASE = {
        "org.hibernate..",
        "jakarta.persistence..",
        "io.vertx.sqlclient..",
        "io.vertx.pgclient..",
        "io.vertx.mutiny.sqlclient..",
        "io.vertx.mutiny.pgclient..",
        "java.sql..",
        "javax.sql..",
        "org.flywaydb..",
        "org.postgresql..",
    };

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> aFeatureUsesOnlyTheFeaturesThatTheTableAllows() {
        return MAY_USE.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey() + " uses " + row.getValue(), () -> {
                    String[] forbidden = MAY_USE.keySet().stream()
                            .filter(feature -> !feature.equals(row.getKey())
                                    && !row.getValue().contains(feature))
                            .map(ArchitectureTest::in)
                            .toArray(String[]::new);
                    check(noClasses()
                            .that()
                            .resideInAPackage(in(row.getKey()))
                            .should()
                            .dependOnClassesThat(resideInAnyPackage(forbidden).or(resideInAPackage(ROOT))));
                }));
    }

    @Test
    void everyPackageIsInTheTable() {
        assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct())
                .isNotEmpty()
                .allMatch(name -> name.equals(ROOT) || MAY_USE.containsKey(name.substring(ROOT.length() + 1)));
    }

    @Test
    void theLifecycleIsPureJava() {
        check(classes()
                .that()
                .resideInAPackage(in("lifecycle"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("lifecycle"), "java.lang..", "java.util..", "java.time..", "java.nio.."));
    }

    /** Else the order of a start would be written in several places. */
    @Test
    void onlyStartupHearsThatTheServiceStarts() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Startup")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.quarkus.runtime.StartupEvent"));
    }

    @Test
    void onlyTheStoreKnowsTheDatabase() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(in("store"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DATABASE));
    }

    @Test
    void onlyThePlatformPackageMakesHttpRequests() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(in("platform"))
                .should()
                .dependOnClassesThat(simpleNameStartingWith("HttpClient")
                        .or(resideInAnyPackage(
                                "java.net.http..", "jakarta.ws.rs.client..", "io.vertx.ext.web.client.."))));
    }

    @Test
    void onlyIntakeResultsAndCallbackKnowKafkaAndHealthItsAdminClient() {
        check(noClasses()
                .that(not(resideInAnyPackage(in("intake"), in("results"), in("callback"), in("health"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging.."));
        check(noClasses()
                .that()
                .resideInAPackage(in("health"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.clients.producer..",
                        "org.apache.kafka.clients.consumer..",
                        "io.smallrye.reactive.messaging.."));
    }

    @Test
    void nothingDependsOnTheSandbox() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage(in("sandbox")));
    }

    @Test
    void featuresDoNotDependOnEachOtherInCircles() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void i9TimeComesFromTheOneClock() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Wiring")
                .should()
                .callMethodWhere(readsTheMachinesTime())
                .orShould()
                .callConstructor(java.util.Date.class));
    }

    /** {@code System.nanoTime} measures, it does not tell the time. */
    private static DescribedPredicate<JavaMethodCall> readsTheMachinesTime() {
        return DescribedPredicate.describe("reads the machine's time", call -> {
            JavaClass owner = call.getTargetOwner();
            String method = call.getName();
            boolean asksTheClock =
                    call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
            return owner.isEquivalentTo(System.class) && method.equals("currentTimeMillis")
                    || owner.isEquivalentTo(Clock.class)
                            && (method.startsWith("system") || method.startsWith("tickS") || method.startsWith("tickM"))
                    || owner.getPackageName().equals("java.time") && method.equals("now") && !asksTheClock;
        });
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Dto)"));
        check(noClasses().should().resideInAnyPackage("..dto..", "..common..", "..model..", "..config..", "..util.."));
    }

    private static String in(String feature) {
        return ROOT + "." + feature + "..";
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }
}

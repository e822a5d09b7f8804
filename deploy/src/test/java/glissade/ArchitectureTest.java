package glissade;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * Who may know whom: the rules of the packages, held by reading the compiled classes of all
 * modules.
 */
@AnalyzeClasses(packages = "glissade", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    /** Leaves out this module's test classes and the jar with those of {@code common}. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return new DoNotIncludeTests().includes(location)
                    && !location.contains("-tests.jar")
                    && !location.contains("/test-classes/");
        }
    }

    /** Lower packages first: each may use those before it. */
    private static final List<String> DOWNWARDS =
            List.of(
                    "math",
                    "nn",
                    "reference",
                    "optim",
                    "data",
                    "collective",
                    "evaluation",
                    "preprocess",
                    "timeline",
                    "plane",
                    "averaging",
                    "protocol",
                    "serialization",
                    "run");

    private static final String[] HOT =
            packages(
                    "math",
                    "nn",
                    "optim",
                    "collective",
                    "preprocess",
                    "timeline",
                    "plane",
                    "averaging",
                    "worker.step");

    private static String[] packages(String... names) {
        String[] patterns = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            patterns[i] = "glissade." + names[i] + "..";
        }
        return patterns;
    }

    @ArchTest
    static final ArchRule MATH_KNOWS_THE_PLATFORM_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage("glissade.math..")
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                            "java..",
                            "jdk.incubator.vector..",
                            "glissade.math..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_MATH_KNOWS_VECTORS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("glissade.math..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("jdk.incubator.vector..");

    /** Vectors of two widths in the profiles of the JDK's methods make objects of vectors. */
    @ArchTest
    static final ArchRule FLOATS_HAVE_ONE_WIDTH =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("VectorWidth")
                    .and()
                    .doNotHaveSimpleName("PanelTranspose")
                    .should()
                    .accessFieldWhere(
                            describe(
                                    "of FloatVector it is a species",
                                    access ->
                                            access.getTargetOwner()
                                                            .getSimpleName()
                                                            .equals("FloatVector")
                                                    && access.getName().startsWith("SPECIES_")));

    @ArchTest
    static void packagesOfCommonDependDownwardsOnly(JavaClasses all) {
        for (int i = 0; i < DOWNWARDS.size(); i++) {
            String[] above =
                    packages(DOWNWARDS.subList(i + 1, DOWNWARDS.size()).toArray(String[]::new));
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("glissade." + DOWNWARDS.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .check(all);
            }
            noClasses()
                    .that()
                    .resideInAPackage("glissade." + DOWNWARDS.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            packages("coordinator", "worker", "cli", "local", "descent", "check"))
                    .check(all);
        }
    }

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("glissade.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule COORDINATOR_AND_WORKER_ARE_STRANGERS =
            noClasses()
                    .that()
                    .resideInAPackage("glissade.coordinator..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("glissade.worker..");

    @ArchTest
    static final ArchRule WORKER_AND_COORDINATOR_ARE_STRANGERS =
            noClasses()
                    .that()
                    .resideInAPackage("glissade.worker..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("glissade.coordinator..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_WHO_DEPLOYS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "glissade.cli..",
                            "glissade.local..",
                            "glissade.api..",
                            "glissade.comparison..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("glissade.cli..", "glissade.local..", "glissade.api..");

    @ArchTest
    static final ArchRule AKKA_STAYS_WITH_THE_ACTORS =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            packages(
                                    "math",
                                    "nn",
                                    "optim",
                                    "data",
                                    "collective",
                                    "evaluation",
                                    "preprocess",
                                    "plane",
                                    "averaging",
                                    "run",
                                    "worker.step"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("akka..");

    @ArchTest
    static final ArchRule AERON_STAYS_IN_THE_PLANE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("glissade.plane..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.aeron..", "org.agrona..");

    @ArchTest
    static final ArchRule THE_LIBRARY_FACE_SHOWS_NEITHER_ACTORS_NOR_THE_PLANE =
            noClasses()
                    .that()
                    .resideInAPackage("glissade.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("akka..", "io.aeron..", "org.agrona..");

    @ArchTest
    static final ArchRule KRYO_STAYS_IN_SERIALIZATION =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("glissade.serialization..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.esotericsoftware..");

    @ArchTest
    static final ArchRule EJML_STAYS_IN_PREPROCESSING =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("glissade.preprocess..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.ejml..");

    @ArchTest
    static final ArchRule NO_JAVA_SERIALIZATION =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.ObjectInputStream")
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("sun.misc..");

    @ArchTest
    static final ArchRule HOT_PATHS_STREAM_AND_FORMAT_NOTHING =
            noClasses()
                    .that()
                    .resideInAnyPackage(HOT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.stream..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.util.Optional")
                    .orShould()
                    .callMethod(String.class, "format", String.class, Object[].class);

    @ArchTest
    static final ArchRule CONCRETE_CLASSES_ARE_FINAL =
            classes()
                    .that()
                    .areNotInterfaces()
                    .and()
                    .areNotEnums()
                    .and()
                    .doNotHaveModifier(JavaModifier.ABSTRACT)
                    .and()
                    .areNotAnonymousClasses()
                    .should()
                    .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule STATIC_FIELDS_ARE_FINAL =
            fields().that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat(
                            new DescribedPredicate<>("are written by hand") {
                                @Override
                                public boolean test(JavaClass type) {
                                    return !type.isEnum();
                                }
                            })
                    .should()
                    .beFinal();

    @ArchTest
    static final ArchRule CLOCKS_AND_GENERATORS_ARE_PASSED_IN =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("glissade.cli..", "glissade.local..")
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.util.Random")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    @ArchTest
    static final ArchRule TRAINING_PATHS_CALL_NO_PLATFORM_TRANSCENDENTALS =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            packages(
                                    "math",
                                    "nn",
                                    "optim",
                                    "data",
                                    "collective",
                                    "evaluation",
                                    "preprocess",
                                    "averaging",
                                    "worker"))
                    .should()
                    .callMethod(Math.class, "exp", double.class)
                    .orShould()
                    .callMethod(Math.class, "log", double.class)
                    .orShould()
                    .callMethod(Math.class, "pow", double.class, double.class)
                    .orShould()
                    .callMethod(Math.class, "sin", double.class)
                    .orShould()
                    .callMethod(Math.class, "cos", double.class)
                    .orShould()
                    .callMethod(Math.class, "tanh", double.class);
}

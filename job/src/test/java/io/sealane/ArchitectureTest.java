package io.sealane;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The shape of the code that no single review can hold. */
class ArchitectureTest {
    private static final String[] PURE = {
        "io.sealane.model..", "io.sealane.mapping..", "io.sealane.oracle..", "io.sealane.fence..", "io.sealane.rate.."
    };

    private static JavaClasses sealane;

    @BeforeAll
    static void read() {
        sealane = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.sealane");
    }

    @Test
    void purePackagesKnowNoFlinkNoJdbcNoLogger() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", "java.sql..", "javax.sql..", "java.io.file..", "org.slf4j..")
                .check(sealane);
    }

    @Test
    void readersOfPostgresKnowNoFlink() {
        noClasses()
                .that()
                .resideInAPackage("io.sealane.source.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", "io.debezium..")
                .check(sealane);
    }

    @Test
    void onlyTheJobAndTheCommandLineSeeTheEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sealane", "io.sealane.cli..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("StreamExecutionEnvironment")
                .check(sealane);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sealane.(**)").should().beFreeOfCycles().check(sealane);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .check(sealane);
    }

    @Test
    void onlyTheGlueSeesFlinkCdc() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.sealane.source",
                        "io.sealane.source.chunk",
                        "io.sealane.source.fetch",
                        "io.sealane.source.split")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.apache.flink.cdc..", "io.debezium..", "org.apache.kafka.."))
                .check(sealane);
    }
}

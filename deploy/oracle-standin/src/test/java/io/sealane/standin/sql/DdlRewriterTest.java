package io.sealane.standin.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DdlRewriterTest {
    private static String rewrite(String sql) throws OracleException {
        return String.join(
                "; ",
                new DdlRewriter(SqlStatement.parse(sql), "APP", Release.NINETEEN)
                        .rewrite()
                        .statements());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NUMBER                         | DECFLOAT(40) CHECK (\"SYS\".\"FITS_NUMBER\"(\"C\"))",
                "NUMBER(5,2)                    | NUMERIC(5, 2)",
                "FLOAT(10)                      | DECFLOAT(4)",
                "TIMESTAMP WITH LOCAL TIME ZONE | TIMESTAMP(6) WITH TIME ZONE",
                "XMLTYPE                        | CLOB CHECK (\"SYS\".\"FITS_XML\"(\"C\"))",
                "NUMBER(20)                     | NUMERIC(20, 0)",
                "NUMBER(*,2)                    | NUMERIC(38, 2)",
                "DATE                           | TIMESTAMP(0)",
                "TIMESTAMP(6) WITH TIME ZONE    | TIMESTAMP(6) WITH TIME ZONE",
                "BINARY_DOUBLE                  | DOUBLE PRECISION",
                "INTERVAL DAY(9) TO SECOND(6)   | INTERVAL DAY(9) TO SECOND(6)",
                "CLOB DEFAULT EMPTY_CLOB()      | CLOB DEFAULT EMPTY_CLOB ( )"
            })
    void typesBecomeThoseOfH2(String oracle, String h2) throws OracleException {
        assertThat(rewrite("CREATE TABLE t (c " + oracle + ")"))
                .isEqualTo("CREATE TABLE \"APP\".\"T\" (\"C\" " + h2 + ")");
    }

    @Test
    void lengthsBecomeChecks() throws OracleException {
        assertThat(rewrite("CREATE TABLE t (c VARCHAR2(10 CHAR) NOT NULL, CONSTRAINT pk PRIMARY KEY (c) USING INDEX)"
                        + " TABLESPACE users"))
                .isEqualTo("CREATE TABLE \"APP\".\"T\" (\"C\" VARCHAR NOT NULL CHECK (\"SYS\".\"FITS\"(\"C\", 10,"
                        + " 'CHAR', '\"APP\".\"T\".\"C\"')),  CONSTRAINT pk PRIMARY KEY ( c ))");
    }

    @Test
    void dropLosesItsOptions() throws OracleException {
        assertThat(rewrite("DROP TABLE s.t CASCADE CONSTRAINTS PURGE")).isEqualTo("DROP TABLE \"S\".\"T\" CASCADE");
    }

    @Test
    void typeThatIsNotKeptIsUnimplemented() {
        assertThatThrownBy(() -> rewrite("CREATE TABLE t (c ROWID)"))
                .hasMessage("ORA-03001: unimplemented feature: data type ROWID");
    }
}

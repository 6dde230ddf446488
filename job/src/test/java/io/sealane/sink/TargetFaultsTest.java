package io.sealane.sink;

import io.sealane.oracle.ErrorClass;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetFaultsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1     | ORA-00001: unique constraint (HR.EMP_UK) violated on table HR.EMP columns (NAME) ORA-03301: row with column values (NAME:'Smith.Jones') already exists | ORA-00001 of HR.EMP_UK
                    12899 | ORA-12899: value too large for column "HR"."EMP"."NAME" (actual: 45, maximum: 40) | ORA-12899 of "HR"."EMP"."NAME"
                    1400  | ORA-01400: cannot insert NULL into ("HR"."EMP"."NAME") | ORA-01400 of "HR"."EMP"."NAME"
                    2290  | ORA-02290: check constraint (HR.POSITIVE$1) violated | ORA-02290 of HR.POSITIVE$1
                    1722  | ORA-01722: unable to convert string value containing 'x.y' to a number | ORA-01722
                    """)
    void faultIsToldByNumberAndObjectWithoutValues(int code, String message, String told) {
        SQLException fault = new SQLException(message, "23000", code);

        assertThat(TargetFaults.named(fault)).isEqualTo(told);
        assertThat(TargetFaults.refused("insert into HR.EMP", fault))
                .hasMessageContaining(told)
                .hasMessageNotContaining("Smith")
                .hasStackTraceContaining(told)
                .cause()
                .hasMessage(told);
    }

    @Test
    void recoverableExceptionOfUnknownCodeIsALostConnection() {
        assertThat(TargetFaults.classify(new SQLRecoverableException("x", "08000", 99999)))
                .isEqualTo(ErrorClass.CONNECTION);
        assertThat(TargetFaults.classify(new SQLRecoverableException("x", "08000", 1017)))
                .isEqualTo(ErrorClass.SECURITY);
    }
}

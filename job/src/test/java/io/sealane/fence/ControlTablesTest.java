package io.sealane.fence;

import io.sealane.oracle.OracleName;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ControlTablesTest {

    @Test
    void everyTableIsMadeInTheGivenSchemaWithQuotedNames() {
        List<String> ddl = ControlTables.ddl(new OracleName("Ctl"));

        assertThat(ddl).hasSameSizeAs(ControlTables.NAMES);
        for (int i = 0; i < ddl.size(); i++) {
            assertThat(ddl.get(i)).startsWith("CREATE TABLE \"Ctl\".\"" + ControlTables.NAMES.get(i) + "\" (");
        }
    }
}

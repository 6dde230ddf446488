package io.sealane.source.split;

import io.sealane.model.TableId;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CdcTableIdTest {
    @ParameterizedTest
    @CsvSource({"public,orders", "Sales.EU,Order Items", "a\"b,c'd`e", "中文,表:1", "$,$$0024", "_,9"})
    void nameSurvivesFlinkCdcsPrintingAndParsing(String schema, String table) {
        TableId name = new TableId(schema, table);
        var id = CdcTableId.of("my.db", name);
        assertThat(CdcTableId.decode(io.debezium.relational.TableId.parse(id.toDoubleQuotedString())))
                .isEqualTo(name);
        assertThat(SnapshotSplit.extractTableId(SnapshotSplit.generateSplitId(id, 7)))
                .isEqualTo(id);
    }
}

package io.sealane.plan;

import io.sealane.oracle.OracleName;
import io.sealane.testing.TargetServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** On the stand-in it shows that the real driver runs our dictionary queries, not what Oracle's dictionary holds. */
class TargetDictionaryIT {
    @Test
    void readsColumnsKeysAndWhatStandsInTheWay() throws Exception {
        try (TargetServer server = TargetServer.ofContract();
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            server.drop(List.of("\"Orders\"", "PARENT"));
            OracleName schema = new OracleName(server.schema());
            statement.execute("CREATE TABLE PARENT (ID NUMBER(10) NOT NULL, CONSTRAINT PARENT_PK PRIMARY KEY (ID))");
            statement.execute(
                    "CREATE TABLE \"Orders\" (ID NUMBER(10) NOT NULL, LINE NUMBER(5) NOT NULL,"
                            + " NAME VARCHAR2(30 CHAR) DEFAULT 'x' NOT NULL, MADE TIMESTAMP(3) WITH TIME ZONE, NOTE CLOB,"
                            + " PARENT NUMBER(10), CONSTRAINT ORDERS_PK PRIMARY KEY (ID, LINE),"
                            + " CONSTRAINT ORDERS_U UNIQUE (NAME), CONSTRAINT ORDERS_FK FOREIGN KEY (PARENT) REFERENCES PARENT (ID))");

            Map<TargetId, DictionaryTable> dictionary = TargetDictionary.read(connection, Set.of(schema));

            DictionaryTable orders = dictionary.get(new TargetId(schema, new OracleName("Orders")));
            assertThat(orders.columns())
                    .extracting(DictionaryColumn::name)
                    .containsExactly("ID", "LINE", "NAME", "MADE", "NOTE", "PARENT");
            assertThat(orders.primaryKey()).containsExactly("ID", "LINE");
            assertThat(orders.uniques()).containsValue(Set.of("NAME")).doesNotContainValue(Set.of("ID", "LINE"));
            assertThat(orders.foreignKeys()).containsExactly("ORDERS_FK");
            assertThat(dictionary
                            .get(new TargetId(schema, new OracleName("PARENT")))
                            .foreignKeys())
                    .containsExactly("ORDERS_FK");
            assertThat(orders.column("ID")).hasValueSatisfying(id -> {
                assertThat(id.column().nullable()).isFalse();
                assertThat(id.hasDefault()).isFalse();
                assertThat(id.column().type().dataType()).isEqualTo("NUMBER");
                assertThat(id.column().type().precision()).isEqualTo(10);
            });
            assertThat(orders.column("NAME")).hasValueSatisfying(name -> {
                assertThat(name.hasDefault()).isTrue();
                assertThat(name.column().type().charLength()).isEqualTo(30);
                assertThat(name.column().type().charUsed()).isEqualTo("C");
            });
            assertThat(orders.column("NOTE"))
                    .hasValueSatisfying(
                            note -> assertThat(note.column().type().isLob()).isTrue());
            assertThat(orders.column("MADE"))
                    .hasValueSatisfying(made ->
                            assertThat(made.column().type().dataType()).isEqualTo("TIMESTAMP(3) WITH TIME ZONE"));
        }
    }
}

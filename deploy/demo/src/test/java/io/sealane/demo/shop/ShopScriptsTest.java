package io.sealane.demo.shop;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShopScriptsTest {
    @Test
    void statementsEndAtASemicolonThatEndsItsLine() {
        var statements = ShopScripts.statements("""
                -- a comment; with a semicolon
                CREATE TABLE t (
                    a text DEFAULT 'x;y'
                );
                INSERT INTO t VALUES ('1');
                ANALYZE""");

        assertThat(statements).containsExactly("""
                        CREATE TABLE t (
                            a text DEFAULT 'x;y'
                        )""", "INSERT INTO t VALUES ('1')", "ANALYZE");
    }
}

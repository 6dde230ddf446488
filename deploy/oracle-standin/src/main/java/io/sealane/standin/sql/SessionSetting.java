package io.sealane.standin.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * ALTER SESSION and SET TRANSACTION. Current schema, time zone and isolation take effect; every other setting is
 * accepted and changes nothing.
 */
final class SessionSetting {
    private final Connection connection;

    SessionSetting(Connection connection) {
        this.connection = connection;
    }

    void apply(SqlStatement statement) throws OracleException {
        List<Token> tokens = statement.tokens();
        try {
            for (int i = 1; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                if (token.is("CURRENT_SCHEMA")) {
                    setSchema(tokens.get(i + 2).name());
                } else if (token.is("TIME_ZONE") && tokens.get(i + 2).kind() == Token.Kind.STRING) {
                    setTimeZone(tokens.get(i + 2).text());
                } else if (token.is("SERIALIZABLE")) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                } else if (token.is("COMMITTED")) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                }
            }
        } catch (SQLException e) {
            throw new OracleException(2248, "invalid option for ALTER SESSION", e);
        }
    }

    private void setSchema(String schema) throws OracleException {
        try {
            connection.setSchema(schema);
        } catch (SQLException e) {
            throw new OracleException(1435, "user does not exist", e);
        }
    }

    private void setTimeZone(String literal) throws SQLException {
        try (Statement command = connection.createStatement()) {
            command.execute("SET TIME ZONE " + literal);
        }
    }
}

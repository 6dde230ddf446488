package io.sealane.source.split;

import io.sealane.model.TableId;

/**
 * A table's name in the form that survives Flink CDC, which prints names without quotes, cuts them at dots and parses them
 * again: letters, digits and underscores stay, anything else becomes {@code $} and its UTF-16 code in four digits.
 */
public final class CdcTableId {
    private CdcTableId() {}

    public static io.debezium.relational.TableId of(String database, TableId table) {
        return new io.debezium.relational.TableId(encode(database), encode(table.schema()), encode(table.table()));
    }

    public static TableId decode(io.debezium.relational.TableId id) {
        return new TableId(decode(id.schema()), decode(id.table()));
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' || c < 128 && Character.isLetterOrDigit(c)) {
                encoded.append(c);
            } else {
                encoded.append('$').append(String.format("%04x", (int) c));
            }
        }
        return encoded.toString();
    }

    private static String decode(String encoded) {
        StringBuilder name = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '$') {
                name.append((char) Integer.parseInt(encoded, i + 1, i + 5, 16));
                i += 4;
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}

package io.sealane.plan;

import io.sealane.oracle.TargetColumn;

/**
 * A column as the target's dictionary describes it.
 *
 * @param hasDefault whether a row may be inserted without naming it although it is NOT NULL
 * @param virtual computed by the database; cannot be written
 * @param identityAlways GENERATED ALWAYS AS IDENTITY; cannot be written (ORA-32795)
 */
record DictionaryColumn(TargetColumn column, boolean hasDefault, boolean virtual, boolean identityAlways) {
    String name() {
        return column.name().value();
    }
}

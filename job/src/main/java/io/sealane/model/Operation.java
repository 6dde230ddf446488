package io.sealane.model;

/** The kind of change as the source made it; a key-changing UPDATE stays an UPDATE here after it was split. */
public enum Operation {
    INSERT,
    UPDATE,
    DELETE
}

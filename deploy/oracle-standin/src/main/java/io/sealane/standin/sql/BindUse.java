package io.sealane.standin.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does with one of its binds.
 *
 * @param type the declared type of the column it is stored in or compared with; null where that is not known
 */
public record BindUse(
        boolean stored,
        boolean compared,
        boolean argument,
        @Nullable DeclaredType type) {
    static final BindUse UNKNOWN = new BindUse(false, false, false, null);

    static BindUse of(BindPlaces.Place place, @Nullable DeclaredType type) {
        return new BindUse(
                place.use() == BindPlaces.Use.STORED,
                place.use() == BindPlaces.Use.COMPARED,
                place.use() == BindPlaces.Use.ARGUMENT,
                type);
    }
}

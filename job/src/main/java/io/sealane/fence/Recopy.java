package io.sealane.fence;

import io.sealane.model.TableId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A standing request that the next fresh run copies some tables again and goes on from the fences. It ends in the
 * transaction that knows the stream to be open again, so it is neither executed twice nor in part.
 *
 * @param generation every lane was raised to it with the request: no older writer can commit, no older checkpoint counts
 * @param ready whether the tables' rows at the target are gone; a request that is not was interrupted, and is to be
 *     repeated
 * @param tables may be none: then only the fences are gone on from
 */
public record Recopy(long generation, boolean ready, List<TableId> tables) {
    private static final String READY = "ready ";
    private static final String EMPTYING = "emptying ";

    public Recopy {
        tables = List.copyOf(tables);
    }

    /**
     * {@code tables}, and what a standing request wants: its tables may be empty already, so whatever is asked for later,
     * they have to be copied.
     *
     * @param migrated tables of the migration; others count no more
     */
    public static List<TableId> together(List<TableId> tables, Optional<Recopy> standing, Set<TableId> migrated) {
        Set<TableId> all = new LinkedHashSet<>(together(tables, standing));
        all.retainAll(migrated);
        return List.copyOf(all);
    }

    /** The same whatever is migrated. */
    public static List<TableId> together(List<TableId> tables, Optional<Recopy> standing) {
        Set<TableId> all = new LinkedHashSet<>(tables);
        standing.ifPresent(request -> all.addAll(request.tables()));
        return List.copyOf(all);
    }

    public Recopy asReady() {
        return new Recopy(generation, true, tables);
    }

    /** As rows of {@code SEALANE_CONTROL}, value by name. */
    public Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        rows.put(ControlTables.RECOPY, (ready ? READY : EMPTYING) + generation);
        for (TableId table : tables) {
            rows.put(String.format("%s-table-%06d", ControlTables.RECOPY, rows.size()), table.quoted());
        }
        return rows;
    }

    /** Whether a row of this name belongs to a request. */
    static boolean owns(String name) {
        return name.startsWith(ControlTables.RECOPY);
    }

    /** Reads it from a migration's rows of {@code SEALANE_CONTROL}; empty if there is no request. */
    public static Optional<Recopy> of(Map<String, String> control) {
        String head = control.get(ControlTables.RECOPY);
        if (head == null) {
            return Optional.empty();
        }
        List<TableId> tables = new ArrayList<>();
        new TreeMap<>(control).forEach((name, value) -> {
            if (owns(name) && !name.equals(ControlTables.RECOPY)) {
                tables.add(TableId.parse(value));
            }
        });
        boolean ready = head.startsWith(READY);
        return Optional.of(
                new Recopy(Long.parseLong(head.substring((ready ? READY : EMPTYING).length())), ready, tables));
    }
}

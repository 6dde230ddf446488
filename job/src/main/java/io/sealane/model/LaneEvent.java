package io.sealane.model;

/**
 * What travels from READ to WRITE. Each element belongs to one lane, and a lane's elements keep their order.
 *
 * <pre>
 * LaneEvent ─┬─ RowEvent ─┬─ CopiedRow   a row of the table snapshot; has no position
 *            │            ├─ Insert      ┐
 *            │            ├─ Update      ├ a change; strictly increasing position within an attempt of the reader
 *            │            └─ Delete      ┘
 *            ├─ Piece   a part of a large value of the row in front of it
 *            ├─ Open    the stream reader attached (again): what its positions are relative to, and where they start
 *            └─ Mark    everything committed before this LSN has been sent
 * </pre>
 */
public sealed interface LaneEvent permits RowEvent, LaneEvent.Piece, LaneEvent.Open, LaneEvent.Mark {
    /** The lane, 0 to lane count - 1. */
    int lane();

    <R> R match(Cases<R> cases);

    /** One branch per variant; a new variant breaks every caller at compile time, on purpose. */
    interface Cases<R> {
        R copied(RowEvent.CopiedRow row);

        R insert(RowEvent.Insert insert);

        R update(RowEvent.Update update);

        R delete(RowEvent.Delete delete);

        R piece(Piece piece);

        R open(Open open);

        R mark(Mark mark);
    }

    /**
     * A part of a {@link LargeValue}. The pieces of a row's large values follow the row, from the same reader and with nothing
     * of that reader's in between: value by value in the order of its columns, each from its beginning on. Rows of other
     * readers can come in between.
     *
     * @param table number of the row's table
     * @param value id of the large value
     * @param bytes not to be changed; no longer than a batch
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Piece(int lane, int table, long value, byte[] bytes) implements LaneEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.piece(this);
        }
    }

    /**
     * Sent to every lane each time the stream reader attaches to its slot, before the first event.
     *
     * @param lineage {@link Lineage#text()} of what the reader is attached to
     * @param start the reader will deliver every transaction that commits at or after this LSN
     * @param consistencyPoint until the stream has passed it, target rows may be older or torn
     */
    record Open(int lane, String lineage, Lsn start, Lsn consistencyPoint) implements LaneEvent {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.open(this);
        }
    }

    /**
     * Sent to every lane at transaction ends and on idle keepalives, at a bounded rate.
     *
     * @param reached every change of every transaction that committed before its position has been sent
     * @param commitMicros time at which the source was there, microseconds since 1970 UTC by the source's clock
     */
    record Mark(int lane, Witness reached, long commitMicros) implements LaneEvent {
        public Lsn lsn() {
            return reached.position();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mark(this);
        }
    }
}

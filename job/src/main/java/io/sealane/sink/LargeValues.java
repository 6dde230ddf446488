package io.sealane.sink;

import io.sealane.model.LargeText;
import io.sealane.model.LargeValue;
import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import io.sealane.model.RowText;
import io.sealane.oracle.UnfitValueException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The large values of one row, in a file of its own until the row is committed: memory holds a piece of one at a time, and
 * a transaction can be tried again. The file has no name any more once it is open, so it goes with the process at the
 * latest.
 */
final class LargeValues implements AutoCloseable {
    /** Of a row that has none. */
    static final LargeValues NONE = new LargeValues();

    /** Where in the file a value stands, and how much of it is there. */
    private static final class Place {
        private final long start;
        private final long bytes;
        private long filled;

        Place(long start, long bytes) {
            this.start = start;
            this.bytes = bytes;
        }
    }

    private final Map<Long, Place> places = new LinkedHashMap<>();
    private final Path directory;
    private final FileChannel file;
    private final long bytes;
    private long missing;

    @SuppressWarnings("NullAway") // it has no values, so nobody asks for a file
    private LargeValues() {
        this.directory = null;
        this.file = null;
        this.bytes = 0;
    }

    private LargeValues(RowText row, Path directory) {
        this.directory = directory;
        long total = 0;
        for (int i = 0; i < row.columns(); i++) {
            if (row.isLarge(i)) {
                LargeValue value = row.large(i);
                places.put(value.id(), new Place(total, value.bytes()));
                total += value.bytes();
            }
        }
        this.bytes = total;
        this.missing = total;
        this.file = create();
    }

    /**
     * Room for the large values of {@code row}, which are still to come.
     *
     * @param directory is made if it is not there
     */
    static LargeValues awaited(RowText row, Path directory) {
        return new LargeValues(row, directory);
    }

    /** The large values of a row that was read here; the row itself may let go of them. */
    static LargeValues of(RowText row, Path directory) {
        if (!row.hasLarge()) {
            return NONE;
        }
        LargeValues values = new LargeValues(row, directory);
        try {
            for (int i = 0; i < row.columns(); i++) {
                if (row.isLarge(i)) {
                    values.append(Objects.requireNonNull(row.largeText(i), "BUG: the row was not read here"));
                }
            }
            return values;
        } catch (RuntimeException e) {
            values.close();
            throw e;
        }
    }

    /** Ids of the values. */
    Iterable<Long> ids() {
        return places.keySet();
    }

    /** Bytes of all values. */
    long bytes() {
        return bytes;
    }

    boolean isWhole() {
        return missing == 0;
    }

    private void append(LargeText text) {
        long bytes = text.value().bytes();
        for (long offset = 0; offset < bytes; offset += LargePieces.LENGTH) {
            append(text.value().id(), text.piece(offset, LargePieces.LENGTH));
        }
    }

    /** The next piece of a value. */
    void append(long id, byte[] piece) {
        Place place = place(id);
        if (place.filled + piece.length > place.bytes) {
            throw new IllegalStateException(
                    "BUG: a value of " + place.bytes + " bytes came with " + (place.filled + piece.length));
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(piece);
            while (rest.hasRemaining()) {
                place.filled += file.write(rest, place.start + place.filled);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        missing -= piece.length;
    }

    /** A value from its beginning on, as often as wanted. */
    InputStream open(LargeValue value) {
        return new Reading(place(value.id()));
    }

    /**
     * The text of a value, as PostgreSQL prints it: all of one of up to {@value LargePieces#LENGTH} bytes, the beginning of a
     * longer one.
     */
    String beginning(LargeValue value, boolean binary) throws UnfitValueException {
        if (binary) {
            byte[] beginning = LargePieces.ofBytes(open(value)).next();
            return "\\x" + HexFormat.of().formatHex(beginning);
        }
        return String.valueOf(new Utf8Pieces(open(value)).next());
    }

    private Place place(long id) {
        Place place = places.get(id);
        if (place == null) {
            throw new IllegalStateException("BUG: a large value is not among those of its row");
        }
        return place;
    }

    private FileChannel create() {
        try {
            Files.createDirectories(directory);
            Path path = Files.createTempFile(directory, "sealane-", ".values");
            try {
                return FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private MigrationException failed(IOException e) {
        return new MigrationException(
                Kind.TARGET,
                "TGT-211",
                "Cannot keep large values of " + bytes + " bytes in directory " + directory
                        + " until they are written: "
                        + e.getClass().getSimpleName() + ", " + e.getMessage()
                        + ". Give it room for a row of the largest size for each reader of the job and each writer on the machine, or"
                        + " name another directory in target.flush.directory; the job goes on from its last checkpoint.",
                e);
    }

    @Override
    public void close() {
        if (this != NONE) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One value, read from the file. */
    private final class Reading extends InputStream {
        private final Place place;
        private long offset;

        Reading(Place place) {
            this.place = place;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            int length = (int) Math.min(most, place.bytes - offset);
            if (length <= 0) {
                return most == 0 ? 0 : -1;
            }
            try {
                int read = file.read(ByteBuffer.wrap(into, from, length), place.start + offset);
                if (read < 0) {
                    throw new EOFException("the file ends early");
                }
                offset += read;
                return read;
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}

package io.sealane.standin.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a LOB: in memory while they are few, in a file that goes with the process when they are more. */
final class LobContent implements AutoCloseable {
    private static final int MOST_IN_MEMORY = 1 << 20;

    private byte[] memory = new byte[64];
    private @Nullable FileChannel file;
    private long size;

    long size() {
        return size;
    }

    /** Writes from {@code offset} on; a gap in front of it is zero. */
    void write(long offset, byte[] bytes, int length) {
        long end = offset + length;
        try {
            if (file == null && end > MOST_IN_MEMORY) {
                file = moved();
            }
            if (file == null) {
                if (end > memory.length) {
                    memory = Arrays.copyOf(memory, (int) Math.max(end, memory.length * 2L));
                }
                System.arraycopy(bytes, 0, memory, (int) offset, length);
            } else {
                ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
                while (rest.hasRemaining()) {
                    file.write(rest, end - rest.remaining());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        size = Math.max(size, end);
    }

    private FileChannel moved() throws IOException {
        Path path = Files.createTempFile("standin-", ".lob");
        FileChannel opened = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        ByteBuffer rest = ByteBuffer.wrap(memory, 0, (int) size);
        while (rest.hasRemaining()) {
            opened.write(rest, size - rest.remaining());
        }
        memory = new byte[0];
        return opened;
    }

    /** What lies from {@code offset} on, at most {@code length} bytes. */
    byte[] read(long offset, long length) {
        int there = (int) Math.max(0, Math.min(length, size - offset));
        if (file == null) {
            return there == 0 ? new byte[0] : Arrays.copyOfRange(memory, (int) offset, (int) offset + there);
        }
        ByteBuffer part = ByteBuffer.allocate(there);
        try {
            while (part.hasRemaining()) {
                if (file.read(part, offset + part.position()) < 0) {
                    throw new IOException("The file of a LOB ends early");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return part.array();
    }

    /** What is cut off is gone: a later write behind a gap does not bring it back. */
    void truncate(long length) {
        if (length >= size) {
            return;
        }
        if (file == null) {
            Arrays.fill(memory, (int) length, (int) size, (byte) 0);
        } else {
            try {
                file.truncate(length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        size = length;
    }

    /** All of it from the beginning on. */
    InputStream stream() {
        return new InputStream() {
            private long offset;

            @Override
            public int read() {
                byte[] one = LobContent.this.read(offset, 1);
                offset += one.length;
                return one.length == 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int most) {
                byte[] part = LobContent.this.read(offset, most);
                System.arraycopy(part, 0, into, from, part.length);
                offset += part.length;
                return part.length == 0 && most > 0 ? -1 : part.length;
            }
        };
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

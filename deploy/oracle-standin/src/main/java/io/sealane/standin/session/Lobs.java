package io.sealane.standin.session;

import io.sealane.standin.sql.OracleException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The LOBs of one session by locator. Temporary ones stay until the client frees them; of the fetched ones the newest
 * {@value #FETCHED_KEPT} stay readable.
 */
final class Lobs implements AutoCloseable {
    private static final int FETCHED_KEPT = 100_000;
    private static final int LOCATOR_BYTES = 40;
    private static final int ID_OFFSET = 16;
    private static final int NONEXISTENT_LOB = 22922;

    private final Map<Long, Lob> temporary = new LinkedHashMap<>();
    private final Map<Long, Lob> fetched = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Lob> eldest) {
            if (size() > FETCHED_KEPT) {
                eldest.getValue().close();
                return true;
            }
            return false;
        }
    };
    private long lastId;

    /** Keeps a fetched LOB and names it. */
    byte[] add(Lob lob) {
        return add(lob, LOCATOR_BYTES);
    }

    /** Keeps a LOB and names it; the client insists on a locator of its own length for temporary ones. */
    byte[] add(Lob lob, int locatorBytes) {
        long id = ++lastId;
        (lob.isTemporary() ? temporary : fetched).put(id, lob);
        ByteBuffer locator = ByteBuffer.allocate(locatorBytes);
        locator.putShort((short) (locatorBytes - 2)).putShort((short) 1);
        locator.put((byte) (lob.isCharacters() ? 2 : 1)).put((byte) 0x08);
        locator.put((byte) (lob.isCharacters() ? 0x80 : 0));
        locator.put((byte) (lob.isTemporary() ? 1 : 0));
        locator.putLong(ID_OFFSET, id);
        return locator.array();
    }

    Lob find(byte[] locator) throws OracleException {
        long id = id(locator, 0);
        Lob lob = temporary.get(id);
        if (lob == null) {
            lob = fetched.get(id);
        }
        if (lob == null) {
            throw new OracleException(NONEXISTENT_LOB, "nonexistent LOB value");
        }
        return lob;
    }

    /** Frees every LOB named in a run of locators, each of which begins with its length. */
    void free(byte[] locators) {
        int at = 0;
        while (at + ID_OFFSET + Long.BYTES <= locators.length) {
            Lob freed = temporary.remove(id(locators, at));
            if (freed != null) {
                freed.close();
            }
            at += ((locators[at] & 0xff) << 8 | locators[at + 1] & 0xff) + 2;
        }
    }

    @Override
    public void close() {
        temporary.values().forEach(Lob::close);
        fetched.values().forEach(Lob::close);
    }

    private static long id(byte[] locator, int at) {
        return locator.length < at + ID_OFFSET + Long.BYTES
                ? 0
                : ByteBuffer.wrap(locator).getLong(at + ID_OFFSET);
    }
}

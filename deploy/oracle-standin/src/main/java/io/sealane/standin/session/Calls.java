package io.sealane.standin.session;

import io.sealane.standin.fault.SessionFaults;
import io.sealane.standin.session.RowSender.Sent;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.Release;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.wire.WireReader;
import io.sealane.standin.wire.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of a session that has logged on. Function numbers: node-oracledb thin, lib/thin/protocol/constants.js. */
final class Calls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final int FETCH = 5;
    private static final int LOG_OFF = 9;
    private static final int COMMIT = 14;
    private static final int ROLLBACK = 15;
    private static final int VERSION = 59;
    private static final int PING = 147;
    private static final int CLOSE_CURSORS = 105;
    private static final int CANCEL_CURSORS = 120;
    private static final int SET_CLIENT_INFO = 135;
    private static final int CLIENT_INFO_TEXTS = 9;

    private final WireWriter out;
    private final Cursors cursors = new Cursors();
    private final Lobs lobs = new Lobs();
    private final RowSender rowSender;
    private final Transaction transaction;
    private final Execution execution;
    private final Release release;

    Calls(SqlSession sql, WireWriter out, SessionFaults faults, Backend backend, LogOn client) {
        this.out = out;
        release = backend.database().release();
        rowSender = new RowSender(out, sql, lobs, backend.events());
        transaction = new Transaction(sql, faults, backend.events(), client.user());
        execution = new Execution(sql, cursors, lobs, rowSender, transaction, faults, backend, client.program());
    }

    int callStatus() {
        return transaction.callStatus();
    }

    /** Answers one call and says whether the session goes on. */
    boolean answer(int function, int sequence, WireReader in, WireWriter out) throws IOException, OracleException {
        switch (function) {
            case ExecuteCall.FUNCTION, ExecuteCall.AGAIN, ExecuteCall.AGAIN_AND_FETCH ->
                execution.run(function, in, out, sequence);
            case FETCH -> fetch(in, sequence);
            case LobCall.FUNCTION -> {
                LobCall.read(in).answer(out, lobs);
                Reply.success(out, new Reply.End(callStatus(), sequence, 0, 0));
            }
            case COMMIT -> {
                transaction.commit();
                Reply.status(out, callStatus(), sequence);
            }
            case ROLLBACK -> {
                transaction.rollback();
                Reply.status(out, callStatus(), sequence);
            }
            case PING -> Reply.status(out, callStatus(), sequence);
            case VERSION -> version(in, sequence);
            case LOG_OFF -> {
                Reply.status(out, callStatus(), sequence);
                return false;
            }
            default -> {
                LOG.warn("Unknown call function={}", function);
                throw OracleException.unimplemented("call " + function);
            }
        }
        return true;
    }

    private void version(WireReader in, int sequence) throws IOException {
        in.u1();
        in.integer();
        in.skip(2);
        in.integer();
        byte[] banner = release.banner().getBytes(StandardCharsets.UTF_8);
        out.u1(Reply.PARAMETERS).integer(banner.length).text(banner).integer(release.number());
        Reply.status(out, callStatus(), sequence);
    }

    private void fetch(WireReader in, int sequence) throws IOException, OracleException {
        Cursor cursor = cursors.find(in.int4());
        Sent sent = rowSender.send(cursor, in.int4());
        Reply.End end = new Reply.End(callStatus(), sequence, cursor.number(), sent.rows());
        if (sent.atEnd()) {
            Reply.endOfData(out, end);
        } else {
            Reply.success(out, end);
        }
    }

    /** What a client sends ahead of its next call, without an answer of its own. */
    void piggyback(int function, WireReader in) throws IOException {
        switch (function) {
            case CLOSE_CURSORS, CANCEL_CURSORS -> closeCursors(function, in);
            case LobCall.FUNCTION -> freeLobs(in);
            case SET_CLIENT_INFO -> skipClientInfo(in);
            default -> throw new IOException("Unknown piggyback " + function);
        }
    }

    private void closeCursors(int function, WireReader in) throws IOException {
        in.u1();
        int count = in.int4();
        for (int i = 0; i < count; i++) {
            int cursor = in.int4();
            try {
                if (function == CLOSE_CURSORS) {
                    cursors.close(cursor);
                }
            } catch (OracleException e) {
                LOG.warn("Cannot close cursor={} error={}", cursor, e.getMessage());
            }
        }
    }

    private void freeLobs(WireReader in) throws IOException {
        lobs.free(LobCall.read(in).source());
    }

    /**
     * Names that a client gives itself (module, action and others): nine lengths, then the texts. Layout: node-oracledb
     * thin, writeEndToEndPiggyback in lib/thin/protocol/messages/withData.js.
     */
    private static void skipClientInfo(WireReader in) throws IOException {
        in.skip(2);
        in.integer();
        int[] lengths = new int[CLIENT_INFO_TEXTS];
        for (int i = 0; i < lengths.length; i++) {
            in.u1();
            lengths[i] = in.int4();
        }
        for (int length : lengths) {
            in.text(length);
        }
    }

    @Override
    public void close() {
        lobs.close();
    }
}

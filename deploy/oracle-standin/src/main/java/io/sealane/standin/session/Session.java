package io.sealane.standin.session;

import io.sealane.standin.fault.SessionFaults;
import io.sealane.standin.sql.OracleException;
import io.sealane.standin.sql.SqlSession;
import io.sealane.standin.sql.SqlStatement;
import io.sealane.standin.wire.BreakReceivedException;
import io.sealane.standin.wire.ConnectRequest;
import io.sealane.standin.wire.Interruption;
import io.sealane.standin.wire.PacketStream;
import io.sealane.standin.wire.WireReader;
import io.sealane.standin.wire.WireWriter;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from CONNECT to its end, on a thread of its own. Strictly half duplex: read a call, answer it.
 *
 * <pre>
 *   CONNECT ▶ ACCEPT ▶ protocol ▶ data types ▶ challenge ▶ answer ▶ calls … ▶ end: roll back, free all locks
 * </pre>
 */
public final class Session implements Runnable, Interruption {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int CALL = 3;
    private static final int PIGGYBACK = 0x11;
    private static final int UNKNOWN_SERVICE = 12514;
    private static final int CANCELLED = 1013;

    private final Backend backend;
    private final SessionIdentity identity;
    private final PacketStream packets;
    private final WireReader in;
    private final WireWriter out = new WireWriter();
    private final LogOn logOn;
    private volatile @Nullable SqlSession sql;
    private volatile boolean breakRequested;
    private @Nullable Calls calls;
    /** An error that names another call than the driver's last is taken for one of a piggyback. */
    private int lastSequence;

    public Session(Socket socket, SessionIdentity identity, Backend backend) throws IOException {
        this.backend = backend;
        this.identity = identity;
        packets = new PacketStream(socket, this);
        in = new WireReader(packets);
        logOn = new LogOn(backend.passwords(), identity, backend.database().release());
    }

    @Override
    public void run() {
        packets.start("standin-reader-" + identity.sessionId());
        SessionFaults faults = backend.faults().forSession(identity.sessionId(), this::cut);
        try {
            if (connect()) {
                serve(faults);
            }
        } catch (ConnectionCutException e) {
            backend.events().cut();
        } catch (IOException e) {
            LOG.debug("Session ended session={} error={}", identity.sessionId(), e.getMessage());
        } catch (GeneralSecurityException | SQLException e) {
            LOG.error("Session failed session={}", identity.sessionId(), e);
        } finally {
            faults.end();
            close();
        }
    }

    private boolean connect() throws IOException {
        ConnectRequest request = ConnectRequest.read(packets);
        if (!request.service().equalsIgnoreCase(backend.service())) {
            ConnectRequest.refuse(packets, UNKNOWN_SERVICE);
            return false;
        }
        request.accept(packets);
        return true;
    }

    private void serve(SessionFaults faults) throws IOException, GeneralSecurityException, SQLException {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = serveMessage(faults);
            } catch (BreakReceivedException e) {
                breakRequested = true;
            }
            if (breakRequested) {
                answerBreak();
            }
            int rest = in.discardRest();
            if (rest > 0) {
                LOG.warn("Bytes of a call were not understood session={} bytes={}", identity.sessionId(), rest);
            }
            out.flush(packets);
        }
    }

    private boolean serveMessage(SessionFaults faults) throws IOException, GeneralSecurityException, SQLException {
        int message = in.u1();
        while (message == PIGGYBACK) {
            int function = in.u1();
            in.u1();
            calls().piggyback(function, in);
            message = in.u1();
        }
        switch (message) {
            case Greeting.PROTOCOL -> Greeting.answerProtocol(in, out);
            case Greeting.DATA_TYPES -> Greeting.answerDataTypes(in, out);
            case CALL -> {
                int function = in.u1();
                int sequence = in.u1();
                lastSequence = sequence;
                LOG.trace("Call session={} function={} sequence={}", identity.sessionId(), function, sequence);
                faults.beforeCall();
                return call(function, sequence, faults);
            }
            default -> throw new IOException("Unknown message type " + message);
        }
        return true;
    }

    private boolean call(int function, int sequence, SessionFaults faults)
            throws IOException, GeneralSecurityException, SQLException {
        try {
            switch (function) {
                case LogOn.CHALLENGE -> {
                    logOn.challenge(in, out);
                    Reply.success(out, new Reply.End(1, sequence, 0, 0));
                }
                case LogOn.ANSWER -> {
                    logOn.verify(in, out);
                    openSession(faults);
                    Reply.success(out, new Reply.End(1, sequence, 0, 0));
                }
                default -> {
                    return calls().answer(function, sequence, in, out);
                }
            }
            return true;
        } catch (OracleException e) {
            backend.events().failed();
            LOG.debug("Call refused session={} function={}", identity.sessionId(), function, e);
            out.clear();
            Reply.error(out, new Reply.End(callStatus(), sequence, 0, 0), e);
            return function != LogOn.ANSWER;
        }
    }

    private int callStatus() {
        return calls == null ? 1 : calls.callStatus();
    }

    private Calls calls() throws IOException {
        if (calls == null) {
            throw new IOException("A call came before log-on");
        }
        return calls;
    }

    private void openSession(SessionFaults faults) throws SQLException, OracleException {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("SID", Integer.toString(identity.sessionId())),
                Map.entry("SESSIONID", Integer.toString(identity.sessionId())),
                Map.entry("SESSION_USER", logOn.user()),
                Map.entry("HOST", logOn.machine()),
                Map.entry("CLIENT_PROGRAM_NAME", logOn.program()),
                Map.entry("SERVICE_NAME", identity.service()),
                Map.entry("DB_NAME", identity.service()),
                Map.entry("DB_UNIQUE_NAME", identity.service()),
                Map.entry("CON_NAME", identity.service()),
                Map.entry("INSTANCE_NAME", identity.service()),
                Map.entry("DATABASE_ROLE", "PRIMARY"),
                Map.entry("LANGUAGE", "AMERICAN_AMERICA.AL32UTF8"));
        SqlSession opened = backend.database().openSession(logOn.user(), environment);
        if (!logOn.alterSession().isEmpty()) {
            opened.run(SqlStatement.parse(logOn.alterSession()));
        }
        sql = opened;
        calls = new Calls(opened, out, faults, backend, logOn);
        backend.events().opened();
    }

    private void answerBreak() throws IOException {
        packets.answerBreak();
        breakRequested = false;
        if (sql != null) {
            sql.lockWaits().reset();
        }
        out.clear();
        in.discardRest();
        Reply.error(
                out,
                new Reply.End(callStatus(), lastSequence, 0, 0),
                new OracleException(CANCELLED, "user requested cancel of current operation"));
    }

    @Override
    public void requestBreak() {
        breakRequested = true;
        cancelRunning();
    }

    @Override
    public void clientGone() {
        cancelRunning();
    }

    private void cancelRunning() {
        SqlSession running = sql;
        if (running != null) {
            running.lockWaits().cancel();
        }
    }

    /** Cuts the connection at once, from any thread. */
    private void cut() {
        backend.events().cut();
        packets.close();
    }

    /** Ends the session from outside, when the stand-in stops. */
    public void stop() {
        packets.close();
    }

    /** Rolls back first, so that a client which sees the end of its connection finds the locks free soon after. */
    private void close() {
        SqlSession open = sql;
        packets.close();
        if (calls != null) {
            calls.close();
        }
        if (open != null) {
            open.close();
            backend.events().closed();
        }
    }
}

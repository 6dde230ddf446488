package io.sealane.standin.session;

/** Is told the text of every statement that a client has parsed. Called from many session threads. */
@FunctionalInterface
public interface StatementWatch {
    /**
     * @param program what the client said at log-on that it is; empty if nothing
     * @param sql as the client sent it, not yet understood
     */
    void sent(String program, String sql);
}

package io.sealane.standin.session;

/** What a session is called: its number, its serial number, and the service it was reached by. */
public record SessionIdentity(int sessionId, int serial, String service) {}

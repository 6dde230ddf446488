package io.sealane.source.postgres.stream;

import io.sealane.model.MigrationException;

/** The source no longer has what the stream needs: a restart cannot help, and going on would lose changes unseen. */
public final class SourceLostException extends MigrationException {
    private static final long serialVersionUID = 1L;

    public SourceLostException(String code, String message) {
        super(Kind.SOURCE, code, message);
    }
}

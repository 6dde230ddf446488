package io.sealane.source.postgres.copy;

import io.sealane.model.RowText;

/** Takes the rows of a table snapshot, one by one; may block, which holds back the server. */
@FunctionalInterface
public interface RowConsumer {
    void accept(RowText row) throws Exception;
}

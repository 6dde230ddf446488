package io.sealane.chaos;

/** What keeps a migration right under faults, each by the product's own counter; a run that never needed it proves nothing of it. */
enum Protection {
    FENCE_SKIPS("fenceSkips", "events skipped by the fence"),
    COPY_CONFLICTS("copyConflicts", "rows copied again after a chunk was re-read"),
    COMMITS_RESOLVED_COMMITTED("commitsResolvedCommitted", "unknown commits resolved as committed"),
    COMMITS_RESOLVED_LOST("commitsResolvedLost", "unknown commits resolved as lost"),
    STALE_GENERATIONS("staleGenerationRefused", "stale generations refused"),
    TOAST_FETCHES("toastFetches", "rows re-read for an unchanged TOASTed value"),
    LARGE_ROWS("largeRows", "rows whose values came in pieces"),
    /** Counted in front of the writers, not by the product. */
    READER_REPLAYS("", "events that the reader sent again");

    private final String counter;
    private final String meaning;

    Protection(String counter, String meaning) {
        this.counter = counter;
        this.meaning = meaning;
    }

    /** Name of the sink's counter. */
    String counter() {
        return counter;
    }

    String meaning() {
        return meaning;
    }
}

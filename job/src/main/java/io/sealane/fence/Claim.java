package io.sealane.fence;

/**
 * Who wants to write, or does.
 *
 * @param owner the Flink job's id: two jobs have different ones, all attempts of one job the same
 * @param restoredCheckpoint checkpoint that the attempt was restored from, 0 for none
 * @param attempt Flink's attempt number, which starts again when the JobManager fails over or the job is rescaled; of use
 *     only between attempts that were restored from the same checkpoint
 */
public record Claim(String owner, long restoredCheckpoint, int attempt) {

    /** Whether this is an attempt of the same job that a later one has replaced. */
    boolean isOlderThan(Claim other) {
        return owner.equals(other.owner)
                && (restoredCheckpoint < other.restoredCheckpoint
                        || restoredCheckpoint == other.restoredCheckpoint && attempt < other.attempt);
    }

    boolean isOfSameJob(Claim other) {
        return owner.equals(other.owner);
    }

    @Override
    public String toString() {
        return "job " + owner + " (attempt " + attempt + ", restored from checkpoint " + restoredCheckpoint + ")";
    }
}

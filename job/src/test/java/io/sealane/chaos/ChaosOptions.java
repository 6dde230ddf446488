package io.sealane.chaos;

/**
 * What a run is.
 *
 * @param cluster on processes of its own
 * @param minutes how long rounds are begun; at least one is
 * @param seed of the first round; each further round has the next number, and is the first round of a run of that seed
 * @param postgres the server's version, for the summary; the class path decides it
 */
record ChaosOptions(boolean cluster, int minutes, long seed, String postgres, int writers) {
    static final int WRITERS = 8;
}

package io.sealane.model;

/**
 * What a row says of a value that follows it in pieces ({@link LaneEvent.Piece}).
 *
 * @param id like no other's, from whichever reader
 * @param bytes of all its pieces together: of a bytea the value's, of all else those of its text in UTF-8
 */
public record LargeValue(long id, long bytes) {}

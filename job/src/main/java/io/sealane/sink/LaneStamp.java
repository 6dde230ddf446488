package io.sealane.sink;

import io.sealane.model.Position;

/**
 * What a checkpoint remembers of a lane's fence. A restore compares it with the fence row, in whichever writer it lands:
 * a row behind it means that the target has lost what the checkpoint counts on.
 */
record LaneStamp(int lane, long generation, long checkpoint, Position position) {}

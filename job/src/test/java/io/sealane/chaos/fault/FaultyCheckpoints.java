package io.sealane.chaos.fault;

import io.sealane.chaos.fault.FaultBoard.Point;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.CheckpointStorageAccess;
import org.apache.flink.runtime.state.CheckpointStorageLocation;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;

/**
 * Checkpoints in a directory that fail on command, in a task or at the very end. Of Flink's wide interfaces only three
 * methods matter here, so proxies pass the others on.
 *
 * <pre>
 * CheckpointStorageAccess ─ initializeLocationForCheckpoint ─▶ location ─ createMetadataOutputStream   CHECKPOINT_METADATA
 *                         └ resolveCheckpointStorageLocation ─▶ factory ─ createCheckpointStateOutputStream   TASK_STATE
 * </pre>
 */
public final class FaultyCheckpoints implements CheckpointStorage {
    private static final long serialVersionUID = 1L;

    private final String board;
    private final FileSystemCheckpointStorage storage;

    public FaultyCheckpoints(FaultBoard board, Path directory) {
        this.board = board.name();
        // A threshold of 0 lets no state travel inside the metadata, so that every part is stored, and may fail.
        this.storage = new FileSystemCheckpointStorage(directory.toUri(), 0);
    }

    @Override
    public CompletedCheckpointStorageLocation resolveCheckpoint(String pointer) throws IOException {
        return storage.resolveCheckpoint(pointer);
    }

    @Override
    public CheckpointStorageAccess createCheckpointStorage(JobID job) throws IOException {
        FaultBoard faults = FaultBoard.named(board);
        return proxy(
                CheckpointStorageAccess.class,
                storage.createCheckpointStorage(job),
                (method, result) -> switch (method) {
                    case "initializeLocationForCheckpoint" ->
                        failing(
                                CheckpointStorageLocation.class,
                                result,
                                "createMetadataOutputStream",
                                faults,
                                Point.CHECKPOINT_METADATA);
                    case "resolveCheckpointStorageLocation" ->
                        failing(
                                CheckpointStreamFactory.class,
                                result,
                                "createCheckpointStateOutputStream",
                                faults,
                                Point.TASK_STATE);
                    default -> result;
                });
    }

    private static <T> T failing(Class<T> type, Object target, String failingMethod, FaultBoard faults, Point point) {
        return proxy(type, target, (method, result) -> {
            if (method.equals(failingMethod) && faults.failsAt(point)) {
                throw new IOException("Failure on command at " + point);
            }
            return result;
        });
    }

    private static <T> T proxy(Class<T> type, Object target, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return answer.after(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** What a proxy makes of a method's result. */
    private interface Answer {
        Object after(String method, Object result) throws IOException;
    }
}

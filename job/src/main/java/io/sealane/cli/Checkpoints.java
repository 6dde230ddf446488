package io.sealane.cli;

import io.sealane.model.MigrationException;
import io.sealane.model.MigrationException.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Finds the newest complete checkpoint that Flink has kept: {@code <directory>/<job id>/chk-<n>/_metadata}. */
final class Checkpoints {
    private Checkpoints() {}

    /** @param directory the migration's own checkpoint directory; null if none is configured */
    static String latest(@Nullable String directory) {
        if (directory == null) {
            throw fault("job.checkpoint.directory is not given. Give it, or name the checkpoint", null);
        }
        FileStatus newest = null;
        try {
            FileSystem files = new Path(directory).getFileSystem();
            for (FileStatus job : list(files, new Path(directory))) {
                for (FileStatus checkpoint : list(files, job.getPath())) {
                    FileStatus metadata = metadata(files, checkpoint);
                    if (metadata != null
                            && (newest == null || metadata.getModificationTime() > newest.getModificationTime())) {
                        newest = metadata;
                    }
                }
            }
        } catch (IOException e) {
            throw fault("job.checkpoint.directory cannot be read: " + e.getMessage() + ". Correct it", e);
        }
        if (newest == null) {
            throw fault("there is none in " + directory + ". Name another with --from PATH", null);
        }
        return newest.getPath().getParent().toString();
    }

    private static FileStatus[] list(FileSystem files, Path directory) throws IOException {
        try {
            FileStatus[] found = files.listStatus(directory);
            return found == null ? new FileStatus[0] : found;
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private static @Nullable FileStatus metadata(FileSystem files, FileStatus checkpoint) throws IOException {
        if (!checkpoint.isDir() || !checkpoint.getPath().getName().startsWith("chk-")) {
            return null;
        }
        for (FileStatus file : list(files, checkpoint.getPath())) {
            if (file.getPath().getName().equals("_metadata")) {
                return file;
            }
        }
        return null;
    }

    private static MigrationException fault(String found, @Nullable Throwable cause) {
        return new MigrationException(
                Kind.CONFIG, "CFG-307", "Cannot continue from the latest checkpoint: " + found + ".", cause);
    }
}

package io.sealane.testing;

import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Servers of one version, from the jar that the build has put beside the classes. */
public record ServerBinaries(int majorVersion) implements PgBinaryResolver {
    private static final Path FOLDER = Path.of("target/postgres");

    @Override
    public InputStream getPgBinary(String system, String machineHardware) throws IOException {
        Path jar = FOLDER.resolve(majorVersion + ".jar");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No server in " + jar));
            return new ByteArrayInputStream(zip.getInputStream(archive).readAllBytes());
        }
    }
}

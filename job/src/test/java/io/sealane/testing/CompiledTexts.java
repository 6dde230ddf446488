package io.sealane.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * The texts that stand in compiled classes. The compiler joins what it knows and marks each part that it does not; so a
 * statement that is put together with {@code +} is one text here.
 */
public record CompiledTexts(String className, List<String> texts) {
    /** What stands for a part that is only known at run time. */
    public static final char UNKNOWN = '\1';

    private static final int STRING = 8;

    /** Those of every class beneath the folder. */
    public static List<CompiledTexts> in(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .map(CompiledTexts::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompiledTexts read(Path file) {
        try {
            ClassReader reader = new ClassReader(Files.readAllBytes(file));
            char[] buffer = new char[reader.getMaxStringLength()];
            List<String> texts = new ArrayList<>();
            for (int i = 1; i < reader.getItemCount(); i++) {
                int item = reader.getItem(i);
                // Zero is the second half of a long.
                if (item > 0 && reader.readByte(item - 1) == STRING) {
                    texts.add((String) reader.readConst(i, buffer));
                }
            }
            return new CompiledTexts(reader.getClassName().replace('/', '.'), texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

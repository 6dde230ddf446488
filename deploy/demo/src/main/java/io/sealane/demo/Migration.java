package io.sealane.demo;

import java.nio.file.Path;

final class Migration implements AutoCloseable {
    static final String NAME = "shop";

    static Migration prepare(DemoOptions options, SourceDatabase source, TargetDatabase target, String password) {
        throw new IllegalStateException("not yet");
    }

    void start() {}

    Path configFile() {
        return Path.of("");
    }

    String webUi() {
        return "";
    }

    void rethrowFailure() {}

    @Override
    public void close() {}
}

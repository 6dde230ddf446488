package io.sealane.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the command objects; {@link Options} gets the environment. */
final class Commands implements IFactory {
    private final Environment environment;

    Commands(Environment environment) {
        this.environment = environment;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == Options.class) {
            return type.cast(new Options(environment));
        }
        return CommandLine.defaultFactory().create(type);
    }
}

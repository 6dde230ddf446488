package io.sealane.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Sealane.class.getPackage().getImplementationVersion();
        return new String[] {"sealane " + (version == null ? "(not from a jar)" : version)};
    }
}

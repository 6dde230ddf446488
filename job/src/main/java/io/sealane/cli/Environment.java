package io.sealane.cli;

import io.sealane.config.yaml.References;

/** The process's environment variables, so that a test can bring its own. */
interface Environment extends References.Environment {}

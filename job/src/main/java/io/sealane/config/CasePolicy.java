package io.sealane.config;

import java.util.Locale;

/** How a source name becomes a target name where the configuration names none. */
public enum CasePolicy {
    UPPER {
        @Override
        public String apply(String name) {
            return name.toUpperCase(Locale.ROOT);
        }
    },
    LOWER {
        @Override
        public String apply(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    },
    AS_SOURCE {
        @Override
        public String apply(String name) {
            return name;
        }
    };

    public abstract String apply(String name);
}

package io.sealane.config;

import io.sealane.config.yaml.References;
import java.util.Map;

/** The least that a configuration says, for tests that add to it or take from it. */
final class MinimalYaml {
    /** All but the tables. */
    static final String DATABASES = """
            job:
              name: Shop-1
            source:
              host: pg
              database: shop
              user: app
              password: ${env:PW}
            target:
              url: jdbc:oracle:thin:@//ora:1521/svc
              user: app
              password: ${env:PW}
            """;

    static final String MINIMAL = DATABASES + """
            tables:
              - public.orders
            """;

    private static final Map<String, String> VARIABLES = Map.of(
            "SEALANE_SOURCE_PASSWORD",
            "tiger-pg",
            "SEALANE_TARGET_PASSWORD",
            "tiger-ora",
            "PW",
            "s3cret",
            "PORT",
            "6432");

    static final References.Environment ENVIRONMENT = VARIABLES::get;

    private MinimalYaml() {}

    static MigrationConfig parse(String yaml) {
        return ConfigReader.parse(yaml, "test.yaml", ENVIRONMENT);
    }
}

package io.sealane.demo.progress;

/** Where the migration is. */
public enum Phase {
    COPYING("copying the tables"),
    FOLLOWING("following the changes"),
    DRAINING("load stopped, applying what is left");

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}

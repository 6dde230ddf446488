package io.sealane.demo.progress;

/** Colours, or none. */
public enum Paint {
    COLOURS {
        @Override
        String paint(String code, String text) {
            return "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    },
    NONE {
        @Override
        String paint(String code, String text) {
            return text;
        }
    };

    abstract String paint(String code, String text);

    public String bold(String text) {
        return paint("1", text);
    }

    public String dim(String text) {
        return paint("2", text);
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("31", text);
    }

    String busy(String text) {
        return paint("36", text);
    }
}

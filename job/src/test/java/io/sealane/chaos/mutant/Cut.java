package io.sealane.chaos.mutant;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher.Junction;

import static net.bytebuddy.matcher.ElementMatchers.named;

/**
 * One method of the product, and what is written into it.
 *
 * @param type its class, by name: most are not public
 * @param parameter the type of its second parameter, where the name alone is not enough; else empty
 * @param advice code for the method's beginning and end, one of {@link Cuts}
 */
record Cut(String type, String method, String parameter, Class<?> advice) {
    static Cut of(String type, String method, Class<?> advice) {
        return new Cut(type, method, "", advice);
    }

    /** The class, which must have the method. */
    Class<?> target() {
        Class<?> target;
        try {
            target = Class.forName(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(gone("there is no class " + type), e);
        }
        int found = TypeDescription.ForLoadedType.of(target)
                .getDeclaredMethods()
                .filter(wanted())
                .size();
        if (found != 1) {
            throw new IllegalStateException(gone(type + " has " + found + " methods " + method + " like that, not 1"));
        }
        return target;
    }

    private static String gone(String why) {
        return "Cannot switch a protection off: " + why + ". Say in Mutant which method keeps it now.";
    }

    /** Writes it in. */
    AsmVisitorWrapper visitor() {
        return Advice.to(advice).on(wanted());
    }

    private Junction<MethodDescription> wanted() {
        Junction<MethodDescription> named = named(method);
        return parameter.isEmpty() ? named : named.and(this::hasParameter);
    }

    private boolean hasParameter(MethodDescription found) {
        return found.getParameters().size() > 1
                && found.getParameters().get(1).getType().asErasure().getName().equals(parameter);
    }
}

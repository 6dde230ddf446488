package io.sealane.chaos.mutant;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import net.bytebuddy.implementation.Implementation;

/** Protections that are off in this process until it is closed; one at a time. Begin before the job is built. */
public final class Surgery implements AutoCloseable {
    private final Collection<Mutant> off;
    private final Map<Class<?>, List<Cut>> cuts;
    private final ClassReloadingStrategy classes;

    /** Switches them off. */
    public Surgery(Collection<Mutant> off) {
        ByteBuddyAgent.install();
        this.off = List.copyOf(off);
        this.classes = ClassReloadingStrategy.fromInstalledAgent();
        this.cuts = off.stream().map(Mutant::cut).collect(Collectors.groupingBy(Cut::target));
        Hits.clear();
        cuts.forEach(this::cut);
    }

    private void cut(Class<?> target, List<Cut> wanted) {
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .redefine(target, original(target));
        for (Cut cut : wanted) {
            builder = builder.visit(cut.visitor());
        }
        builder.make().load(target.getClassLoader(), classes);
    }

    private static ClassFileLocator original(Class<?> target) {
        return ClassFileLocator.ForClassLoader.of(target.getClassLoader());
    }

    /** Those whose code nothing has come by, so that nothing was shown about them. */
    public List<Mutant> unused() {
        return off.stream().filter(mutant -> Hits.of(mutant) == 0).toList();
    }

    /** Switches them on again. */
    @Override
    public void close() {
        for (Class<?> target : cuts.keySet()) {
            try {
                classes.reset(original(target), target);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException("Cannot switch protections on again in " + target, e);
            }
        }
    }
}

package io.sealane.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started and must be stopped, last one first. Belongs to one thread. */
final class Resources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /** Stops everything, also when stopping one of them fails. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
            } catch (Exception e) {
                // Nothing to save any more; demo.sh ends what is left of it.
                LOG.warn(
                        "Cannot stop a part of the demo part={}",
                        resource.getClass().getSimpleName(),
                        e);
            }
        }
    }
}

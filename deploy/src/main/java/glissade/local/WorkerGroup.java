package glissade.local;

import java.util.Map;

/** The workers of a run, wherever they are. Thread-safe. */
interface WorkerGroup extends AutoCloseable {

    /** Hears of the workers. Called on threads of theirs. */
    interface Listener {

        /** A worker is gone; {@code how} continues "worker w0 …". */
        void exited(String workerId, String how);

        /** A worker printed a line. */
        void printed(String workerId, String line);
    }

    /** No workers, for a coordinator that waits for those of others. */
    static WorkerGroup none() {
        return new WorkerGroup() {
            @Override
            public Map<String, String> endings() {
                return Map.of();
            }

            @Override
            public void close() {}
        };
    }

    /** How workers ended that are gone by now: words that continue "worker w0 …", by id. */
    Map<String, String> endings();

    /** Ends the workers, if they have not; none is left afterwards. */
    @Override
    void close();
}

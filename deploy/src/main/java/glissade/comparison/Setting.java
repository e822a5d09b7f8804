package glissade.comparison;

import glissade.local.CheckedRun;
import java.nio.file.Path;

/**
 * One of the settings that are compared.
 *
 * @param name what sets it apart from the others, for people
 * @param slug the same as the name of a directory
 * @param run what it trains
 */
public record Setting(String name, String slug, CheckedRun run) {

    /** Samples in a mini-batch. */
    public int batchSize() {
        return run.shape().batchSize();
    }

    /** The same setting, leaving its run in this directory. */
    public Setting in(Path group) {
        return new Setting(name, slug, run.with(run.configuration().in(group.toString(), slug)));
    }
}

package glissade.data;

import org.jspecify.annotations.Nullable;

/**
 * What a run trains on, watches and is finally judged by. The three share no sample unless the user
 * named the same data twice.
 *
 * @param validation null when the run has none
 */
public record DataSets(Dataset training, @Nullable Dataset validation, Dataset test) {}

/**
 * Whole runs from one JVM: the coordinator here, the workers in child JVMs or in threads; starts,
 * watches and ends them.
 */
@NullMarked
package glissade.local;

import org.jspecify.annotations.NullMarked;

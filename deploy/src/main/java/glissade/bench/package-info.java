/**
 * What {@code glissade bench plane} measures: vectors averaged back to back over the gradient
 * plane, by owners in every worker or by one in the coordinator's process, and checked element by
 * element against the serial sum along the tree.
 */
@NullMarked
package glissade.bench;

import org.jspecify.annotations.NullMarked;

/**
 * What may be summed with what, and in which order: slices, the canonical tree over them, the tree
 * nodes that a range of slices covers.
 */
@NullMarked
package glissade.collective;

import org.jspecify.annotations.NullMarked;

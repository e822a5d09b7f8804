/**
 * Data sets (IDX, synthetic digits), the keyed shuffle and the division of an epoch into
 * mini-batches and slices.
 */
@NullMarked
package glissade.data;

import org.jspecify.annotations.NullMarked;

/**
 * Kryo for the control plane: registration required, written-down ids, every length checked against
 * the bytes that are left before anything is allocated.
 */
@NullMarked
package glissade.serialization;

import org.jspecify.annotations.NullMarked;

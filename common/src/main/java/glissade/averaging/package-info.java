/**
 * The averager: partial sums in, optimizer step, parameters out. One component, placed in the
 * coordinator (star) or in a worker's training thread (one worker); the bits are the same.
 */
@NullMarked
package glissade.averaging;

import org.jspecify.annotations.NullMarked;

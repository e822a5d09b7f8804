/**
 * Where a thread's time goes: {@link glissade.timeline.PhaseClock} knows what its thread does at
 * every moment and how long it has done so, and {@link glissade.timeline.MomentRing} keeps the last
 * of these moments where a timeline was asked for. Nothing here allocates once it is made, and
 * nothing decides anything: a run computes the same bits with it and without.
 */
@NullMarked
package glissade.timeline;

import org.jspecify.annotations.NullMarked;

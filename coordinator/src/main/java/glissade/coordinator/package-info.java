/** The coordinator's actors: membership, planning, the life cycle of a run. */
@NullMarked
package glissade.coordinator;

import org.jspecify.annotations.NullMarked;

/**
 * A run and what it leaves behind: its configuration, run directory, checkpoints, metrics, events
 * and summary.
 */
@NullMarked
package glissade.run;

import org.jspecify.annotations.NullMarked;

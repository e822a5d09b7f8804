/**
 * Optimizers and learning-rate schedules: element by element, the same operations in the same order
 * on every machine.
 */
@NullMarked
package glissade.optim;

import org.jspecify.annotations.NullMarked;

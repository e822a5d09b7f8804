/**
 * Descent on plain functions of two variables, with the optimizers that train networks: balls that
 * roll over a landscape which can be seen whole. Functions with their gradients and minima, the
 * rolling, what became of each ball, and a picture.
 */
@NullMarked
package glissade.descent;

import org.jspecify.annotations.NullMarked;

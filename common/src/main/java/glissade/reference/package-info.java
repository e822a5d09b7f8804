/**
 * Networks in float64, by textbook formulas and one sample at a time: slow, plain, and sharing no
 * arithmetic with the training kernels, so that they can be held against them.
 */
@NullMarked
package glissade.reference;

import org.jspecify.annotations.NullMarked;

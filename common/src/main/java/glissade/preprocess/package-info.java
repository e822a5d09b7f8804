/**
 * What is done to the inputs of a network before it sees them: standardising, scaling to a range,
 * whitening. How it is fitted to the training data from sums over fixed slices of samples, and how
 * it is applied to rows, each by itself. Everything is a function of the data alone, with the same
 * bits whoever computed which slice. The only place that knows EJML.
 */
@NullMarked
package glissade.preprocess;

import org.jspecify.annotations.NullMarked;

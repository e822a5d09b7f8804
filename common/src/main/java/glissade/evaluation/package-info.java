/**
 * How well a network does on a data set: what each worker adds up over its slices, how that is put
 * together along the canonical tree, and the figures that come of it. All of it is a function of
 * parameters and data, never of the division among workers.
 */
@NullMarked
package glissade.evaluation;

import org.jspecify.annotations.NullMarked;

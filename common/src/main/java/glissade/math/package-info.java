/**
 * Float kernels on the Vector API and their scalar twins: matrix products, exp, tanh, log, sums on
 * sixteen virtual lanes, the counter-based generator. Everything here gives the same bits on every
 * vector width; lanes run along output columns or over sixteen virtual lanes, never over the
 * hardware's. Imports java.base and jdk.incubator.vector only.
 */
@NullMarked
package glissade.math;

import org.jspecify.annotations.NullMarked;

/**
 * Fully connected networks: layers, activations, losses, initialisation, and one flat parameter
 * vector described by ParameterLayout. Computes forward and backward passes on batches; knows
 * nothing of optimizers, data files or workers.
 */
@NullMarked
package glissade.nn;

import org.jspecify.annotations.NullMarked;

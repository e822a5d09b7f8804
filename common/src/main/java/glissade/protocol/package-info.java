/**
 * Akka messages that cross modules: sealed interfaces and records. They carry ids, plans and
 * states, never parameters or gradients.
 */
@NullMarked
package glissade.protocol;

import org.jspecify.annotations.NullMarked;

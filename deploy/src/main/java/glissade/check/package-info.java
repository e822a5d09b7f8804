/**
 * Proof of a network's gradients in links that each stand by themselves: losses against the
 * gradient of a reference in float64, and that against what the workers of a run compute.
 */
@NullMarked
package glissade.check;

import org.jspecify.annotations.NullMarked;

/**
 * The gradient plane: Aeron channels, frames and the room they need. Carries parameters, partial
 * sums and state between averagers and workers; knows no Akka.
 */
@NullMarked
package glissade.plane;

import org.jspecify.annotations.NullMarked;

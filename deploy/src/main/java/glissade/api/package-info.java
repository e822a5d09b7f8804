/**
 * Glissade as a library: describe a training, run it in this JVM or on a cluster of JVMs on this
 * machine, and predict with what comes of it. The same options, the same bits and the same messages
 * as on the command line; neither actors nor the gradient plane show.
 */
@NullMarked
package glissade.api;

import org.jspecify.annotations.NullMarked;

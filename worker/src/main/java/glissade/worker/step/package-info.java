/** The training thread: parameters in, gradients of its slices out; knows no Akka. */
@NullMarked
package glissade.worker.step;

import org.jspecify.annotations.NullMarked;

/** The worker's actor: joins a coordinator, starts the training thread, reports. */
@NullMarked
package glissade.worker;

import org.jspecify.annotations.NullMarked;

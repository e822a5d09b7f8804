/** Multi-JVM simulation on one machine: starts, watches and ends child JVMs. */
@NullMarked
package glissade.local;

import org.jspecify.annotations.NullMarked;

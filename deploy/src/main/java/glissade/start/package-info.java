/**
 * What the launcher does once so that every later start is fast: all jars become one whose classes
 * the JVM can take linked from a cache, and the program is run through once for that cache.
 */
@NullMarked
package glissade.start;

import org.jspecify.annotations.NullMarked;

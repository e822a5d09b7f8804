/**
 * Several settings trained on the same data from the same parameters, side by side: runs them one
 * after another, and makes one table and one picture of them.
 */
@NullMarked
package glissade.comparison;

import org.jspecify.annotations.NullMarked;

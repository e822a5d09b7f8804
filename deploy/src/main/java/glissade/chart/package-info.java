/**
 * Curves as PNG pictures: what to draw as plain data, drawn by XChart through Java2D without a
 * screen. Knows nothing of training.
 */
@NullMarked
package glissade.chart;

import org.jspecify.annotations.NullMarked;

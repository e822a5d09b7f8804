/**
 * What the losses of training tell: their curve, which of several settings learn well, and which
 * learning rate a range test suggests. Plain functions of the losses, so that they come out the
 * same for any number of workers.
 */
@NullMarked
package glissade.curve;

import org.jspecify.annotations.NullMarked;

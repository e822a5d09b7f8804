package glissade.run;

/**
 * Loss and accuracy of a network on a whole data set.
 *
 * @param loss mean over the samples
 * @param accuracy share of samples whose largest output is their label, 0..1
 */
public record Measured(double loss, double accuracy) {}

package glissade.reference;

/**
 * The objective at one place.
 *
 * @param value what is minimised there: mean loss and penalties
 * @param sides a number that changes where a kink is crossed: a unit of a ReLU that turns on or
 *     off, an absolute error or an L1 penalty whose sign turns
 */
record Height(double value, long sides) {}

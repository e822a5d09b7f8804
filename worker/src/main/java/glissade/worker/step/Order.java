package glissade.worker.step;

/** What a training thread is told to do next: one generation. */
public sealed interface Order permits FitOrder, Generation {

    /** Number of the generation. */
    int number();
}

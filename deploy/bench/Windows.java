import java.util.Arrays;

/** Times steps as {@code glissade bench train} does: three seconds to warm up, then seven windows of half a second. */
final class Windows {

    private static final long WARM_UP = 3_000_000_000L;
    private static final long WINDOW = 500_000_000L;

    private Windows() {}

    /** Samples per second, the median of the windows. */
    static double median(int batch, Runnable step) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP) {
            step.run();
        }
        double[] speeds = new double[7];
        for (int window = 0; window < speeds.length; window++) {
            long from = System.nanoTime();
            long steps = 0;
            while (System.nanoTime() - from < WINDOW) {
                step.run();
                steps++;
            }
            speeds[window] = 1e9 * batch * steps / (System.nanoTime() - from);
        }
        Arrays.sort(speeds);
        return speeds[speeds.length / 2];
    }
}

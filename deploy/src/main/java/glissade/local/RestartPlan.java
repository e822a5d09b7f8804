package glissade.local;

import glissade.run.RunConfiguration;

/**
 * How the starting points of a run are spread over its workers: as many as there are workers go on
 * at once, each with one of them; where there are fewer starting points than workers, each gets an
 * equal number. No bit depends on that.
 *
 * @param restarts starting points
 * @param atOnce how many of them are trained at the same time
 * @param workersEach workers that train one
 */
public record RestartPlan(int restarts, int atOnce, int workersEach) {

    public static RestartPlan of(RunConfiguration configuration) {
        int restarts = configuration.model().restarts();
        int workers = configuration.cluster().workers();
        int atOnce = Math.min(restarts, workers);
        return new RestartPlan(restarts, atOnce, workers / atOnce);
    }
}

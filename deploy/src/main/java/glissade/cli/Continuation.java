package glissade.cli;

import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;

/**
 * What to do about a run that was stopped: the words that its last line ends with.
 *
 * @param withSteps where steps are done
 * @param withoutSteps where training had not begun
 */
record Continuation(String withSteps, String withoutSteps) {

    /** Of a run that leaves nothing to go on from. */
    static Continuation anew(String command) {
        String words = "begin anew with: glissade " + command;
        return new Continuation(words, words);
    }

    /**
     * Of a run with checkpoints; where it began from one, that is still there.
     *
     * @param bind where its coordinator was told to listen
     */
    static Continuation of(LocalRunSettings settings, HostPort bind) {
        boolean elsewhere = settings.place() == WorkerPlace.ELSEWHERE;
        String goOn =
                "go on with: glissade resume "
                        + settings.directory().root()
                        + (elsewhere ? " --bind " + bind + bind.insecureOption() : "");
        return new Continuation(
                goOn,
                settings.start().resumeFrom() == null
                        ? anew(elsewhere ? "coordinator" : "train").withoutSteps
                        : goOn);
    }
}

package glissade.api;

import java.util.function.Consumer;

/** Who hears of a training. */
record Listeners(Consumer<Step> step, Consumer<Epoch> epoch, Consumer<String> warning) {

    static final Listeners NONE = new Listeners(_ -> {}, _ -> {}, _ -> {});
}

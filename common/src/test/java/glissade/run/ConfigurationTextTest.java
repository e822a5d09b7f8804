package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigurationTextTest {

    private static final int ROUNDS = 300;

    @Test
    void shouldWriteEveryOptionThatHasAValue() {
        assertThat(RunConfiguration.defaults().toHocon())
                .isEqualTo(
                        """
                        # To repeat this run: glissade train --config run.conf
                        data = digits
                        validation = 0.0
                        missing = error
                        stratify = true
                        preprocess = none
                        model = 784-128-10
                        activation = relu
                        loss = cross-entropy
                        output-activation = softmax
                        layer-norm = false
                        init = he
                        restarts = 1
                        l1 = 0.0
                        l2 = 0.0
                        regularize-biases = false
                        dropout = 0.0
                        label-smoothing = 0.0
                        optimizer = adam
                        lr = 0.001
                        weight-decay = 0.0
                        schedule = constant
                        warmup = 0
                        batch = 64
                        slice = 16
                        gradient-precision = fp32
                        epochs = 10
                        seed = 1
                        shuffle = true
                        workers = 2
                        threads = 1
                        transport = auto
                        averaging = auto
                        bucket = 8192
                        checkpoint-every = epoch
                        out = runs
                        log-every = 1
                        """);
    }

    @Test
    void shouldReadBackWhatItWroteWhateverTheOptions() {
        long seed = Long.getLong("tests.seed", 20_261_121L);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> options = someOptions(random);
            RunConfiguration run = RunConfiguration.of(GivenOptions.none().commandLine(options));

            String text = run.toHocon();

            assertThat(RunConfiguration.fromHocon(text))
                    .as("round %d of -Dtests.seed=%d: %s", round, seed, options)
                    .isEqualTo(run);
        }
    }

    @Test
    void shouldWriteTheSameTextInEveryLanguage() {
        String english = RunConfiguration.defaults().toHocon();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr", "TR"));
            assertThat(RunConfiguration.defaults().toHocon()).isEqualTo(english);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Map<String, String> someOptions(Random random) {
        Map<String, String> options = new LinkedHashMap<>();
        int batch = 1 + random.nextInt(1000);
        options.put("batch", "" + batch);
        options.put("lr", "" + Math.abs(random.nextGaussian() * 1e-3 + Float.MIN_NORMAL));
        options.put("seed", "" + random.nextLong());
        options.put("data", oneOf(random, "digits:100", "idx:/a b/ü,/c\"d\"", "-x #y\\z", "${n}"));
        options.put("validation", oneOf(random, "0", "0.1", "1e-3", ".5", "7zip", "some dir"));
        options.put("checkpoint-every", oneOf(random, "epoch", "0", "12345678901"));
        options.put("out", oneOf(random, "runs", "true", "1.0", "null", "a=b", " x\ty "));
        options.put(random.nextBoolean() ? "epochs" : "steps", "" + (1 + random.nextInt(99)));
        options.put(
                random.nextBoolean() ? "test" : "holdout", oneOf(random, "0.25", "0.1", "0.001"));
        if (random.nextBoolean()) {
            options.put("optimizer", oneOf(random, "momentum", "nesterov"));
            options.put("momentum", "" + random.nextDouble());
        }
        if (random.nextBoolean()) {
            options.put("replicas", "" + (1 + random.nextInt(9)));
            options.put("sync-every", "" + (1 + random.nextInt(99)));
        } else if (random.nextBoolean()) {
            options.put("gradient-precision", oneOf(random, "bf16", "fp16"));
            options.put("units", "" + (1 + random.nextInt(99)));
            options.put("bucket", oneOf(random, "4096", "12288", "64KiB", "1MiB"));
            if (random.nextBoolean()) {
                options.remove("gradient-precision");
                options.put("gradient-threshold", oneOf(random, "0.001", "1e-5", "3"));
            }
            options.put("samples-at-once", "" + (batch + random.nextInt(99)));
        }
        if (random.nextBoolean()) {
            options.put("slice", "" + (1 + random.nextInt(batch)));
            options.put("name", oneOf(random, "a", "1.5", "true", "größe"));
            options.put("initial-parameters", oneOf(random, "a.safetensors", "/x/y z"));
        }
        if (random.nextBoolean()) {
            options.put("schedule", oneOf(random, "step", "exponential"));
            options.put("lr-decay", "" + Math.max(1e-9, random.nextDouble()));
            options.put("lr-decay-epochs", "" + (1 + random.nextInt(99)));
        }
        options.put("warmup", "" + random.nextInt(1000));
        options.put("weight-decay", oneOf(random, "0", "0.01", "1e-4"));
        options.put("loss", oneOf(random, "cross-entropy", "mse", "quadratic"));
        options.put("activation", oneOf(random, "relu", "tanh", "leaky-relu"));
        options.put("transport", oneOf(random, "auto", "ipc", "udp"));
        return options;
    }

    private static String oneOf(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}

package glissade.run;

import com.typesafe.config.ConfigUtil;

/** Writes a configuration as HOCON, a key a line, every key that has a value. */
final class ConfigurationText {

    private ConfigurationText() {}

    static String of(RunConfiguration configuration) {
        StringBuilder text =
                new StringBuilder("# To repeat this run: glissade train --config run.conf\n");
        for (RunOption<?> option : RunOptions.all()) {
            String value = option.print(configuration);
            if (value != null) {
                text.append(option.name()).append(" = ").append(literal(value)).append('\n');
            }
        }
        return text.toString();
    }

    /** Words and numbers stand bare; anything that HOCON could read otherwise is quoted. */
    private static String literal(String value) {
        return value.matches("[A-Za-z0-9.+-]+") && !value.equals("null")
                ? value
                : ConfigUtil.quoteString(value);
    }
}

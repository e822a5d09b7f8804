package glissade.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads options from HOCON: a flat list of keys. A text may come over the network, so nothing else
 * is followed from it: no includes, no environment, no substitutions.
 */
final class HoconSource {

    /**
     * @param place for messages: file, line and key
     */
    record Entry(String text, String place) {}

    private static final long MAX_BYTES = 1 << 16;
    private static final String TEXT_NAME = "run configuration";
    private static final ConfigParseOptions OPTIONS =
            ConfigParseOptions.defaults()
                    .setSyntax(ConfigSyntax.CONF)
                    .setIncluder(new NoIncludes());
    private static final Map<ConfigValueType, String> KINDS =
            Map.of(
                    ConfigValueType.OBJECT, "a section",
                    ConfigValueType.LIST, "a list",
                    ConfigValueType.NULL, "null");

    private HoconSource() {}

    static Map<String, Entry> read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw refused(file, "not a regular file; name a HOCON file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw refused(
                        file,
                        "expected a configuration of at most 64 KiB, found "
                                + Files.size(file)
                                + " bytes; is this the right file?");
            }
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException missing) {
            throw refused(file, "no such file; looked in " + Path.of("").toAbsolutePath());
        } catch (CharacterCodingException foreign) {
            throw refused(file, "not UTF-8 text; save it as UTF-8");
        } catch (IOException unreadable) {
            throw refused(file, "cannot be read: " + FileErrors.words(unreadable));
        }
    }

    /** Reads a text that is no file of the user's. */
    static Map<String, Entry> parse(String text) {
        if (text.length() > MAX_BYTES) {
            throw new ConfigurationException(
                    TEXT_NAME
                            + ": expected at most 64 KiB, found "
                            + text.length()
                            + " characters");
        }
        return parse(text, TEXT_NAME);
    }

    private static Map<String, Entry> parse(String text, String where) {
        Config config;
        try {
            config = ConfigFactory.parseString(text, OPTIONS);
        } catch (NoIncludes.Refused include) {
            throw new ConfigurationException(
                    placeOfLine(where, text, line -> line.startsWith("include"))
                            + ": "
                            + include.getMessage(),
                    include);
        } catch (ConfigException damaged) {
            throw syntax(where, damaged);
        } catch (StackOverflowError nested) {
            // The library's parser is recursive; 64 KiB of brackets are more than a stack holds.
            throw new ConfigurationException(where + ": not HOCON: nested too deeply");
        }
        if (!config.isResolved()) {
            throw new ConfigurationException(
                    placeOfLine(where, text, line -> line.contains("${"))
                            + ": substitutions like ${name} are not followed; write the value itself");
        }
        return entries(config, where);
    }

    private static Map<String, Entry> entries(Config config, String where) {
        // The library keeps keys in a hash map; messages should speak of the first line that errs.
        List<Map.Entry<String, ConfigValue>> lines =
                config.root().entrySet().stream()
                        .sorted(
                                Comparator.comparingInt((Map.Entry<String, ConfigValue> entry) ->
                                        entry.getValue().origin().lineNumber()))
                        .toList();
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, ConfigValue> line : lines) {
            ConfigValue value = line.getValue();
            String place = place(where, value.origin()) + ": " + OneLine.cut(line.getKey());
            RunOptions.requireNamed(line.getKey(), place);
            switch (value.valueType()) {
                case STRING, NUMBER, BOOLEAN ->
                        entries.put(
                                line.getKey(),
                                new Entry(
                                        config.getString(ConfigUtil.quoteString(line.getKey())),
                                        place));
                case OBJECT, LIST, NULL ->
                        throw new ConfigurationException(
                                place
                                        + ": expected a single value, found "
                                        + KINDS.get(value.valueType())
                                        + "; write "
                                        + line.getKey()
                                        + " = VALUE");
            }
        }
        return entries;
    }

    private static ConfigurationException syntax(String where, ConfigException damaged) {
        // The library's words begin with its own name of the place and end with advice that is
        // mostly beside the point.
        String words = String.valueOf(damaged.getMessage());
        ConfigOrigin origin = damaged.origin();
        String prefix = origin == null ? "" : origin.description() + ": ";
        int from = words.startsWith(prefix) ? prefix.length() : 0;
        int to = words.indexOf(" (", from);
        return new ConfigurationException(
                place(where, origin)
                        + ": not HOCON: "
                        + words.substring(from, to < 0 ? words.length() : to)
                        + "; write a line as KEY = VALUE, the value in double quotes if it holds more"
                        + " than letters, digits, '.' and '-'",
                damaged);
    }

    /** The place of the first line of this kind; the library tells only that there is one. */
    private static String placeOfLine(String where, String text, Predicate<String> kind) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.startsWith("#") && kind.test(line)) {
                return where + ":" + (i + 1);
            }
        }
        return where;
    }

    private static String place(String where, @Nullable ConfigOrigin origin) {
        return origin == null || origin.lineNumber() < 1
                ? where
                : where + ":" + origin.lineNumber();
    }

    private static ConfigurationException refused(Path file, String what) {
        return new ConfigurationException("--config " + file + ": " + what);
    }
}

package glissade.run;

import org.jspecify.annotations.Nullable;

/**
 * Something that the user gave cannot be used. The message is one line made to be shown as it is:
 * what is wrong, where, what was expected and found, and how to mend it.
 */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(OneLine.of(message));
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
    }
}

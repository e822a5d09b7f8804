package glissade.preprocess;

/** Nothing can be fitted to these data; the message is one line for the user. */
public final class PreprocessingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PreprocessingException(String message) {
        super(message);
    }
}

package glissade.data;

import java.io.Reader;
import java.nio.file.Path;

/**
 * Hands on the text of a CSV file while it watches over lines and quotes, so that no damaged file
 * makes a parser hold more than one line of {@value #LONGEST_LINE} characters, and a quote that is
 * never closed is told by the line where it was opened.
 */
final class CsvText extends Reader {
    /** Characters in a line, or in quotes. */
    static final int LONGEST_LINE = 16 << 20;

    private static final char QUOTE = '"';

    /** Where in a field the text is. */
    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        /** After a quote within quotes: the end of the field, or the first half of two quotes. */
        QUOTE_IN_QUOTES
    }

    private final Path path;
    private final Reader text;
    private State state = State.FIELD_START;
    private long line = 1;
    private long lineLength;
    private long quoteLine;
    private long quoteLength;
    private boolean afterReturn;

    CsvText(Path path, Reader text) {
        this.path = path;
        this.text = text;
    }

    @Override
    public int read(char[] out, int offset, int length) throws java.io.IOException {
        int count = text.read(out, offset, length);
        if (count < 0 && state == State.QUOTED) {
            throw unclosed("the file ends");
        }
        for (int i = offset; i < offset + count; i++) {
            follow(out[i]);
        }
        return count;
    }

    private void follow(char c) {
        boolean lineEnd = c == '\n' || c == '\r';
        if (lineEnd) {
            // A return and a line feed after it end one line.
            if (c == '\r' || !afterReturn) {
                line++;
            }
            lineLength = 0;
        } else if (++lineLength > LONGEST_LINE) {
            throw new DataException(
                    path + ": line " + line + " is longer than 16 MiB: is this CSV?");
        }
        afterReturn = c == '\r';
        state = next(c, lineEnd);
        if (state == State.QUOTED && ++quoteLength > LONGEST_LINE) {
            throw unclosed("16 MiB follow");
        }
    }

    private State next(char c, boolean lineEnd) {
        return switch (state) {
            case FIELD_START -> {
                if (c == QUOTE) {
                    quoteLine = line;
                    quoteLength = 0;
                    yield State.QUOTED;
                }
                yield lineEnd || c == ',' ? State.FIELD_START : State.PLAIN;
            }
            case PLAIN -> lineEnd || c == ',' ? State.FIELD_START : State.PLAIN;
            case QUOTED -> c == QUOTE ? State.QUOTE_IN_QUOTES : State.QUOTED;
            case QUOTE_IN_QUOTES -> {
                if (c == QUOTE) {
                    yield State.QUOTED;
                }
                if (lineEnd || c == ',') {
                    yield State.FIELD_START;
                }
                throw new DataException(
                        path
                                + ":"
                                + line
                                + ": expected a comma or the end of the line after a closing quote,"
                                + " found "
                                + Shown.quoted(String.valueOf(c))
                                + "; double the quotes that belong to the text");
            }
        };
    }

    private DataException unclosed(String how) {
        return new DataException(
                path
                        + ":"
                        + quoteLine
                        + ": the quote opened in this line is never closed ("
                        + how
                        + "); close it, or double it if it belongs to the text");
    }

    @Override
    public void close() throws java.io.IOException {
        text.close();
    }
}

package glissade.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A CSV parser that is slow and plain: what the real one has to agree with. Fields are separated by
 * commas, lines end in LF, CR or CRLF, empty lines do not count, a field that begins with a quote
 * ends with one, and two quotes within it are one.
 */
final class CsvReference {
    /** A line of fields, and the number of the line that it begins in. */
    record Row(long line, List<String> fields) {}

    private final String text;
    private int at;
    private long line = 1;

    private CsvReference(String text) {
        this.text = text;
    }

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if a quote is not closed, or text follows a closing one
     */
    static List<Row> parse(String text) {
        return new CsvReference(text).rows();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        while (at < text.length()) {
            if (isLineEnd()) {
                skipLineEnd();
                continue;
            }
            long first = line;
            List<String> fields = new ArrayList<>();
            fields.add(field());
            while (at < text.length() && text.charAt(at) == ',') {
                at++;
                fields.add(field());
            }
            if (at < text.length()) {
                if (!isLineEnd()) {
                    throw new IllegalArgumentException("text after a closing quote");
                }
                skipLineEnd();
            }
            rows.add(new Row(first, fields));
        }
        return rows;
    }

    private String field() {
        StringBuilder field = new StringBuilder();
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            while (true) {
                if (at == text.length()) {
                    throw new IllegalArgumentException("quote not closed");
                }
                if (text.charAt(at) == '"') {
                    at++;
                    if (at == text.length() || text.charAt(at) != '"') {
                        return field.toString();
                    }
                }
                if (isLineEnd() && !text.startsWith("\r\n", at)) {
                    line++;
                }
                field.append(text.charAt(at++));
            }
        }
        while (at < text.length() && text.charAt(at) != ',' && !isLineEnd()) {
            field.append(text.charAt(at++));
        }
        return field.toString();
    }

    private boolean isLineEnd() {
        return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private void skipLineEnd() {
        at += text.startsWith("\r\n", at) ? 2 : 1;
        line++;
    }
}

package glissade.data;

import java.io.BufferedReader;
import java.io.IOException;

/** Reads a libsvm file line by line, keeping only what is written. */
final class SvmReading {
    /** Characters in a line. */
    private static final int LONGEST_LINE = 16 << 20;

    /** A network with as many inputs could not be held. */
    private static final int LARGEST_INDEX = 10_000_000;

    private final SvmSource source;
    private final Reading reading;
    private final NumberText number = new NumberText();
    private final AnswerReader answers;
    private final SparseRows rows = new SparseRows();
    private int largestIndex;
    private Place place;
    private char[] line = new char[1 << 12];
    private int length;

    private SvmReading(SvmSource source, Reading reading) {
        this.source = source;
        this.reading = reading;
        this.place = new Place(source.path(), 1);
        this.answers =
                new AnswerReader(
                        "label",
                        "target",
                        "1, 2, … for the classes",
                        source.text() + ",target",
                        source.target() ? AnswerReader.Kind.TARGET : AnswerReader.Kind.AUTO,
                        reading);
    }

    /**
     * Reads the whole file.
     *
     * @throws DataException naming file and line
     */
    static Dataset read(SvmSource source, Reading reading) {
        SvmReading svm = new SvmReading(source, reading);
        try (BufferedReader text =
                new BufferedReader(Utf8Text.open(source.path(), "a libsvm file"))) {
            for (long number = 1; svm.nextLine(text, number); number++) {
                svm.sample();
            }
        } catch (IOException e) {
            throw new DataException(source.path() + ": cannot be read: " + e.getMessage(), e);
        }
        return svm.finish();
    }

    /** Takes in a line without its comment and the blanks at its end; false at the end. */
    private boolean nextLine(BufferedReader text, long lineNumber) throws IOException {
        place = new Place(source.path(), lineNumber);
        length = 0;
        boolean comment = false;
        int c = text.read();
        if (c < 0) {
            return false;
        }
        for (int count = 0; c >= 0 && c != '\n'; c = text.read()) {
            if (++count > LONGEST_LINE) {
                throw new DataException(
                        source.path()
                                + ": line "
                                + lineNumber
                                + " is longer than 16 MiB: is this a libsvm file?");
            }
            comment |= c == '#';
            if (!comment) {
                append((char) c);
            }
        }
        while (length > 0 && isBlank(line[length - 1])) {
            length--;
        }
        return true;
    }

    private void append(char c) {
        if (length == line.length) {
            line = java.util.Arrays.copyOf(line, 2 * length);
        }
        line[length++] = c;
    }

    private void sample() {
        int at = skipBlanks(0);
        if (at == length) {
            return;
        }
        int end = tokenEnd(at);
        String answer = new String(line, at, end - at);
        if (!answer(answer)) {
            return;
        }
        rows.beginRow();
        int last = 0;
        for (at = skipBlanks(end); at < length; at = skipBlanks(end)) {
            end = tokenEnd(at);
            last = value(at, end, last);
        }
        largestIndex = Math.max(largestIndex, last);
    }

    /** Takes in the answer; false if the line is to be left out for want of one. */
    private boolean answer(String answer) {
        if (answer.indexOf(':') >= 0) {
            throw place.refused(
                    "expected a label first, found "
                            + Shown.quoted(answer)
                            + "; begin the line with a class or a target");
        }
        if (answer.indexOf(',') >= 0) {
            throw place.refused(
                    "label: expected one, found several in "
                            + Shown.quoted(answer)
                            + Shown.decimalHint(answer)
                            + "; give each sample one class");
        }
        if (!answers.isMissing(answer)) {
            answers.add(answer, place);
        } else if (reading.isPrediction()) {
            answers.addUnknown();
        } else if (reading.missing() == MissingValues.DROP) {
            return false;
        } else {
            throw answers.missing(place, answer);
        }
        return true;
    }

    /** Reads {@code index:value}; returns the index. */
    private int value(int from, int to, int last) {
        int colon = from;
        while (colon < to && line[colon] != ':') {
            colon++;
        }
        String name = new String(line, from, colon - from);
        if (colon == to) {
            throw place.refused(
                    "expected INDEX:VALUE, found "
                            + Shown.quoted(name)
                            + "; write only values with their index");
        }
        if (name.equals("qid")) {
            throw place.refused(
                    "qid: these are data for ranking, which cannot be trained on; take the qid:N"
                            + " out of every line");
        }
        int index = name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : -1;
        if (index < 1 || index > LARGEST_INDEX) {
            throw place.refused(
                    "expected an index from 1 to "
                            + LARGEST_INDEX
                            + ", found "
                            + Shown.quoted(name)
                            + (index == 0 ? "; add 1 to every index of the file" : "; correct it"));
        }
        if (index <= last) {
            throw place.refused(
                    "expected an index above "
                            + last
                            + ", found "
                            + index
                            + "; put the values of each line in ascending order, each index once");
        }
        if (reading.inputs() > 0 && index > reading.inputs()) {
            throw place.refused(
                    "index "
                            + index
                            + " is beyond the "
                            + reading.inputs()
                            + " inputs of the model; begin --model with the largest index of the"
                            + " file");
        }
        rows.add(index - 1, number(colon + 1, to, index));
        return index;
    }

    private float number(int from, int to, int index) {
        return switch (number.read(line, from, to - from)) {
            case NUMBER -> number.value();
            case MISSING -> {
                if (from == to) {
                    throw place.refused(
                            "index " + index + ": expected a number, found nothing; correct it");
                }
                yield Float.NaN;
            }
            case INFINITE, TEXT -> {
                String found = new String(line, from, to - from);
                throw place.refused(
                        "index "
                                + index
                                + ": expected a finite number, found "
                                + Shown.quoted(found)
                                + Shown.decimalHint(found)
                                + "; correct it");
            }
        };
    }

    private Dataset finish() {
        if (rows.size() == 0) {
            throw new DataException(
                    source.path()
                            + ": no samples; expected lines like +1 3:0.5 17:1, a label and values"
                            + " with their index");
        }
        int inputs = Math.max(1, Math.max(largestIndex, reading.inputs()));
        return new SparseSet(inputs, rows, answers.finish(), reading.missing());
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < length && isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private int tokenEnd(int from) {
        int at = from;
        while (at < length && !isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}

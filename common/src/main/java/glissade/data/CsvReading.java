package glissade.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file row by row into floats: one number a column, however many inputs the column
 * becomes.
 */
final class CsvReading extends AbstractBaseCsvCallbackHandler<Boolean> {
    private static final int MOST_COLUMNS = 100_000;

    /** Room for the longest line and what is read ahead. */
    private static final int BUFFER = 2 * CsvText.LONGEST_LINE;

    private final CsvSource source;
    private final Reading reading;
    private final List<String> names = new ArrayList<>();
    private final List<CsvColumn> columns = new ArrayList<>();
    private @Nullable CsvHeader header;
    private Place headerPlace;
    private Place place;
    private FloatRows rows = new FloatRows(0);
    private float[] row = new float[0];
    private String answer = "";
    private AnswerReader answers;
    private boolean complete;
    private @Nullable DataException failure;
    private long dropped;

    private CsvReading(CsvSource source, Reading reading) {
        this.source = source;
        this.reading = reading;
        this.headerPlace = new Place(source.path(), 1);
        this.place = headerPlace;
        this.answers = answers("");
    }

    /**
     * Reads the whole file.
     *
     * @throws DataException naming file, line and column
     */
    static Dataset read(CsvSource source, Reading reading) {
        CsvReading handler = new CsvReading(source, reading);
        try (CsvReader<Boolean> csv = open(source.path(), handler)) {
            csv.forEach(ignored -> {});
        } catch (CsvParseException e) {
            throw handler.explained(e);
        } catch (IOException e) {
            throw new DataException(source.path() + ": cannot be read: " + e.getMessage(), e);
        }
        return handler.finish();
    }

    /** Opens a file; rows of any length and empty ones come as they are. */
    static <T> CsvReader<T> open(Path path, CsvCallbackHandler<T> handler) {
        return CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(BUFFER)
                .build(handler, new CsvText(path, Utf8Text.open(path, "a CSV file")));
    }

    private DataException explained(CsvParseException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataException ours) {
                return ours;
            }
        }
        return new DataException(source.path() + ": " + failed.getMessage(), failed);
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        place = new Place(source.path(), startingLineNumber);
        complete = true;
        failure = null;
        answer = "";
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
        if (header == null) {
            if (index == MOST_COLUMNS) {
                throw place.refused("more than " + MOST_COLUMNS + " columns: is this CSV?");
            }
            names.add(new String(text, offset, length).strip());
        } else if (index < header.columns() && failure == null) {
            try {
                value(header, index, text, offset, length);
            } catch (DataException e) {
                // A line with too many or too few fields is told as such, not by what it shifts.
                failure = e;
            }
        }
    }

    private void value(CsvHeader known, int index, char[] text, int offset, int length) {
        int role = known.role(index);
        if (role >= 0) {
            row[role] = columns.get(role).read(text, offset, length, place);
            complete &= !Float.isNaN(row[role]);
        } else if (role == CsvHeader.ANSWER) {
            answer = new String(text, offset, length).strip();
        }
    }

    @Override
    protected Boolean buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return Boolean.FALSE;
        }
        if (header == null) {
            begin();
        } else {
            checkCount(header);
            if (failure != null) {
                throw failure;
            }
            end(header);
        }
        return Boolean.TRUE;
    }

    private void begin() {
        headerPlace = place;
        CsvHeader found = new CsvHeader(source, reading, List.copyOf(names), place.line());
        header = found;
        DataSchema schema = reading.schema();
        TableColumns known = schema == null ? null : schema.table();
        for (int column : found.inputs()) {
            columns.add(
                    new CsvColumn(
                            found.name(column),
                            found.isCategorical(column),
                            reading,
                            known == null ? null : known.inputs().get(columns.size())));
        }
        row = new float[columns.size()];
        rows = new FloatRows(row.length);
        answers = answers(found.answer() < 0 ? "" : found.name(found.answer()));
    }

    private AnswerReader answers(String name) {
        return new AnswerReader(
                "column " + Shown.quoted(name),
                name,
                "label=" + name,
                "target=" + name,
                source.label() != null
                        ? AnswerReader.Kind.CLASSES
                        : source.target() != null
                                ? AnswerReader.Kind.TARGET
                                : AnswerReader.Kind.AUTO,
                reading);
    }

    private void checkCount(CsvHeader known) {
        if (getFieldCount() != known.columns()) {
            throw place.refused(
                    "expected "
                            + known.columns()
                            + " columns, as in line "
                            + headerPlace.line()
                            + ", found "
                            + getFieldCount()
                            + "; add or take away commas, or put a text with commas in quotes");
        }
    }

    private void end(CsvHeader known) {
        boolean drop = reading.missing() == MissingValues.DROP && !reading.isPrediction();
        boolean noAnswer = known.answer() < 0 || answers.isMissing(answer);
        if (noAnswer && !reading.isPrediction() && !drop) {
            throw answers.missing(place, answer);
        }
        if (drop && (noAnswer || !complete)) {
            dropped++;
            return;
        }
        for (int column = 0; column < row.length; column++) {
            if (columns.get(column).isText() && !Float.isNaN(row[column])) {
                row[column] = columns.get(column).code(place);
            }
        }
        rows.add(row);
        if (noAnswer) {
            answers.addUnknown();
        } else {
            answers.add(answer, place);
        }
    }

    private Dataset finish() {
        if (header == null) {
            throw new DataException(
                    source.path()
                            + ": the file is empty; expected a line with the names of the columns"
                            + " and a line for each sample");
        }
        if (rows.size() == 0) {
            throw new DataException(
                    source.path()
                            + (dropped == 0
                                    ? ": no data rows, only a header; add a line for each sample"
                                    : ": --missing drop leaves none of "
                                            + dropped
                                            + " rows, as each lacks a value; use --missing mean"));
        }
        List<DataColumn> finished = new ArrayList<>();
        int[][] ranks = new int[columns.size()][];
        for (int i = 0; i < ranks.length; i++) {
            DataColumn column = columns.get(i).finish(headerPlace);
            finished.add(column);
            ranks[i] = columns.get(i).ranks(column);
        }
        int column = header.answer();
        TableColumns table =
                new TableColumns(
                        finished, column < 0 ? "" : header.name(column), header.ignoredNames());
        return new TableSet(table, reading.missing(), rows, ranks, answers.finish());
    }
}

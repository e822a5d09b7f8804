package glissade.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How people write the ten digits: several styles of each class, as strokes through points.
 *
 * <p>Coordinates run from 0 to 100, x to the right and y downwards. A stroke is a smooth curve
 * through its points; a star behind a point makes it a corner; a semicolon lifts the pen.
 */
final class DigitGlyphs {
    static final int CLASSES = 10;

    private static final String[][] STYLES = {
        {
            "52 1, 24 14, 15 50, 25 87, 50 99, 76 86, 85 50, 75 14, 50 1, 40 6",
            "62 4, 36 10, 22 42, 28 80, 48 98, 70 84, 79 48, 70 14, 50 4, 38 16",
            "40 6, 20 30, 18 66, 38 96, 66 94, 84 62, 80 26, 58 3, 38 8"
        },
        {
            "50 0, 50 50, 50 100",
            "28 24, 54 0*, 54 50, 54 100",
            "30 22, 52 0*, 52 50, 52 100; 26 100, 52 99, 78 100"
        },
        {
            "20 24, 32 5, 56 0, 76 14, 74 36, 52 64, 18 98*, 50 98, 84 99",
            "20 20, 42 1, 68 6, 76 28, 60 58, 36 86, 20 96, 14 86, 28 80, 56 93, 88 95",
            "22 10, 54 0, 78 14, 72 40, 46 70, 20 97*, 52 90, 86 96"
        },
        {
            "20 12, 46 0, 73 11, 70 33, 42 46*, 76 58, 80 82, 52 100, 16 88",
            "20 3, 48 3, 76 2*, 42 40*, 72 50, 81 76, 54 99, 17 90",
            "24 8, 54 1, 74 18, 62 38, 42 45, 66 52, 80 74, 60 97, 20 94"
        },
        {
            "30 2, 22 30, 17 57*, 50 56, 84 54; 65 14, 64 56, 62 100",
            "64 100, 63 50, 64 0*, 38 34, 13 67*, 50 67, 90 66",
            "24 4, 19 32, 30 52, 52 54, 75 46; 77 2, 73 50, 64 100"
        },
        {
            "35 2, 31 22, 28 45*, 54 37, 78 50, 79 78, 54 99, 19 91; 35 2, 58 2, 82 1",
            "80 3, 56 3, 33 4*, 28 44*, 60 40, 81 66, 64 96, 20 93",
            "78 5, 42 6, 29 25, 44 43, 72 58, 74 84, 46 99, 20 90"
        },
        {
            "68 2, 40 20, 22 56, 27 86, 50 99, 74 88, 76 66, 56 53, 34 62, 25 78",
            "58 0, 36 38, 24 72, 38 98, 64 95, 75 72, 56 56, 31 70",
            "76 10, 54 2, 30 22, 20 60, 30 92, 56 99, 77 80, 66 58, 42 56, 24 72"
        },
        {
            "16 4, 50 4, 84 3*, 62 50, 42 100",
            "16 6, 50 5, 83 4*, 62 46, 47 100; 34 53, 54 52, 77 49",
            "18 20, 18 4*, 50 5, 82 4*, 58 46, 47 100"
        },
        {
            "73 15, 50 0, 28 12, 31 33, 52 48, 76 66, 74 90, 50 100, 26 90, 27 66, 48 48, 70 32, 73 13",
            "50 46, 28 33, 31 8, 52 0, 72 11, 71 34, 50 46*, 25 62, 24 89, 50 100, 78 88, 76 62, 50 46",
            "74 10, 46 2, 30 20, 46 42, 70 60, 74 86, 48 99, 26 84, 36 60, 62 40, 76 14"
        },
        {
            "76 16, 54 2, 28 14, 26 38, 48 48, 70 36, 76 15*, 74 56, 66 100",
            "75 30, 60 48, 35 46, 24 26, 38 4, 62 3, 76 24, 76 60, 64 91, 40 99, 24 89",
            "74 20, 52 46, 27 36, 31 9, 56 0, 74 14*, 72 56, 70 100"
        }
    };

    private static final Style[][] PARSED = parse();

    private DigitGlyphs() {}

    /** One way to write a digit: points in writing order, and where strokes and curves end. */
    static final class Style {
        final int points;
        final double[] x;
        final double[] y;

        /** True where a curve ends and the next begins at the same point. */
        final boolean[] corner;

        /** True at the last point of a stroke. */
        final boolean[] penUp;

        private Style(String text) {
            List<String> words = new ArrayList<>();
            List<Boolean> ends = new ArrayList<>();
            for (String stroke : text.split(";", -1)) {
                String[] parts = stroke.split(",", -1);
                for (int i = 0; i < parts.length; i++) {
                    words.add(parts[i].strip());
                    ends.add(i == parts.length - 1);
                }
            }
            points = words.size();
            x = new double[points];
            y = new double[points];
            corner = new boolean[points];
            penUp = new boolean[points];
            for (int i = 0; i < points; i++) {
                String word = words.get(i);
                corner[i] = word.endsWith("*");
                String[] pair = word.replace("*", "").split(" ", -1);
                x[i] = Integer.parseInt(pair[0]);
                y[i] = Integer.parseInt(pair[1]);
                penUp[i] = ends.get(i);
            }
        }
    }

    static int styles(int digit) {
        return PARSED[digit].length;
    }

    static Style style(int digit, int index) {
        return PARSED[digit][index];
    }

    private static Style[][] parse() {
        Style[][] parsed = new Style[STYLES.length][];
        for (int digit = 0; digit < STYLES.length; digit++) {
            parsed[digit] = new Style[STYLES[digit].length];
            for (int i = 0; i < STYLES[digit].length; i++) {
                parsed[digit][i] = new Style(STYLES[digit][i]);
            }
        }
        return parsed;
    }
}

package glissade.data;

import java.nio.file.Path;

/** A line of a text file, for messages. */
record Place(Path path, long line) {

    /** Refuses what is there. */
    DataException refused(String why) {
        return new DataException(path + ":" + line + ": " + why);
    }
}

package glissade.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words what an exception of the file system means; many carry only a path. */
final class FileErrors {

    private FileErrors() {}

    static String words(IOException error) {
        return switch (error) {
            case NoSuchFileException missing -> "no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException existing -> "exists already";
            case NotDirectoryException file -> "not a directory";
            case DirectoryNotEmptyException full -> "directory not empty";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> {
                String message = error.getMessage();
                yield message == null ? error.getClass().getSimpleName() : message;
            }
        };
    }
}

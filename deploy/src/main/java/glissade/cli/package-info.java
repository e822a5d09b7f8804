/** The command line, one picocli command per file. */
@NullMarked
package glissade.cli;

import org.jspecify.annotations.NullMarked;

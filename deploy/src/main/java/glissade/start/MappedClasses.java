package glissade.start;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;

/**
 * Gives class files from before Java 6 the stack maps of newer ones: the JVM takes none without
 * into its cache. What a class does stays the same.
 */
final class MappedClasses {

    /** Where the major version is in a class file, and the first with maps in every class. */
    private static final int MAJOR_AT = 6;

    private static final int FIRST_MAPPED = ClassFile.JAVA_6_VERSION;

    private static final ClassTransform TO_MAPPED =
            ClassTransform.transformingMethodBodies(CodeBuilder::with)
                    .andThen((type, element) ->
                            type.with(
                                    element instanceof ClassFileVersion
                                            ? ClassFileVersion.of(FIRST_MAPPED, 0)
                                            : element));

    private MappedClasses() {}

    /**
     * The class with stack maps; {@code classFile} itself where it has them, or cannot have them.
     */
    static byte[] in(byte[] classFile) {
        int major = ((classFile[MAJOR_AT] & 0xff) << 8) | (classFile[MAJOR_AT + 1] & 0xff);
        if (major >= FIRST_MAPPED) {
            return classFile;
        }
        try {
            ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
            return format.transformClass(format.parse(classFile), TO_MAPPED);
        } catch (IllegalArgumentException unmappable) {
            // Subroutines, or a class that is nowhere: it is loaded as it always was.
            return classFile;
        }
    }
}

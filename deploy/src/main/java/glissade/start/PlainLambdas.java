package glissade.start;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.invoke.LambdaMetafactory;
import java.nio.charset.StandardCharsets;

/**
 * Makes lambdas of Scala classes that could be serialized, but never are, into plain ones: the JVM
 * keeps only those in its cache, and would make a class for each of the others at every start.
 * Methods that make no such lambda are copied as they are. The stack maps of the others are made
 * anew, for which the classes they use must be on the class path.
 */
final class PlainLambdas {

    private static final String ALT = "altMetafactory";
    private static final String SCALA_FUNCTION = "Lscala/(Function|runtime/java8/JFunction).*";
    private static final ClassDesc FACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
    private static final DirectMethodHandleDesc PLAIN =
            ConstantDescs.ofCallsiteBootstrap(
                    FACTORY,
                    "metafactory",
                    ConstantDescs.CD_CallSite,
                    ConstantDescs.CD_MethodType,
                    ConstantDescs.CD_MethodHandle,
                    ConstantDescs.CD_MethodType);

    private static final int SERIALIZABLE = LambdaMetafactory.FLAG_SERIALIZABLE;
    private static final int WITH_BRIDGES = SERIALIZABLE | LambdaMetafactory.FLAG_BRIDGES;

    /** Arguments that both factories have: two types and the method. Flags come next. */
    private static final int COMMON_ARGUMENTS = 3;

    private static final ClassTransform TO_PLAIN =
            ClassTransform.transformingMethodBodies(
                    PlainLambdas::makesSerializable, PlainLambdas::add);

    private PlainLambdas() {}

    /**
     * The class with plain lambdas; {@code classFile} itself where it has none to change.
     *
     * @throws IllegalArgumentException if it is no class file, or lacks a class for a stack map
     */
    static byte[] in(byte[] classFile) {
        if (!new String(classFile, StandardCharsets.ISO_8859_1).contains(ALT)) {
            return classFile;
        }
        ClassModel model = ClassFile.of().parse(classFile);
        return model.methods().stream().anyMatch(PlainLambdas::makesSerializable)
                ? ClassFile.of().transformClass(model, TO_PLAIN)
                : classFile;
    }

    private static boolean makesSerializable(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .anyMatch(PlainLambdas::isSerializableFunction);
    }

    private static void add(CodeBuilder code, CodeElement element) {
        if (isSerializableFunction(element) && element instanceof InvokeDynamicInstruction call) {
            ConstantDesc[] arguments =
                    call.bootstrapArgs().subList(0, COMMON_ARGUMENTS).toArray(ConstantDesc[]::new);
            code.invokedynamic(
                    DynamicCallSiteDesc.of(
                            PLAIN, call.name().stringValue(), call.typeSymbol(), arguments));
        } else {
            code.with(element);
        }
    }

    private static boolean isSerializableFunction(CodeElement element) {
        if (!(element instanceof InvokeDynamicInstruction call)
                || !call.bootstrapMethod().owner().equals(FACTORY)
                || !call.bootstrapMethod().methodName().equals(ALT)) {
            return false;
        }
        int flags = (int) call.bootstrapArgs().get(COMMON_ARGUMENTS);
        String made = call.typeSymbol().returnType().descriptorString();
        // Scala asks for bridges to be safe; its own functions have no method that needs one.
        return flags == SERIALIZABLE || (flags == WITH_BRIDGES && made.matches(SCALA_FUNCTION));
    }
}

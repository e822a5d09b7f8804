package glissade.math;

import java.lang.reflect.InvocationTargetException;

/**
 * The module {@code jdk.incubator.vector}, which a JVM has from its start under {@code
 * --add-modules}, or takes in when it is first asked for. The second lets a JVM start from a cache
 * of linked classes, which the JDK refuses beside an incubator module; it needs {@code
 * --add-exports=java.base/jdk.internal.module=ALL-UNNAMED}.
 */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    /** The JDK's own way to add a module of its own to a running JVM, as it does for agents. */
    private static final String LOADER = "jdk.internal.module.Modules";

    private VectorModule() {}

    /** Whether the module is there, now at the latest. */
    static boolean isPresent() {
        return isFromTheStart() || Late.LOADED;
    }

    private static boolean isFromTheStart() {
        for (Module module : ModuleLayer.boot().modules()) {
            if (NAME.equals(module.getName())) {
                return true;
            }
        }
        return false;
    }

    /** Once for this JVM, on the first question. */
    private static final class Late {
        static final boolean LOADED = load();

        private static boolean load() {
            try {
                Class.forName(LOADER).getMethod("loadModule", String.class).invoke(null, NAME);
                return true;
            } catch (InvocationTargetException | ClassNotFoundException absent) {
                return false;
            } catch (NoSuchMethodException | IllegalAccessException kept) {
                // Another JDK, or a JVM that keeps its loader of modules to itself.
                return false;
            }
        }
    }
}

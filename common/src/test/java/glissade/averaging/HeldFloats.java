package glissade.averaging;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Counts the floats in all arrays that an object of ours holds, each array once. */
final class HeldFloats {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private long floats;

    private HeldFloats() {}

    /** Through fields of our classes and through arrays; lambdas are left out. */
    static long of(Object root) {
        HeldFloats held = new HeldFloats();
        held.meet(root);
        while (!held.open.isEmpty()) {
            held.look(held.open.pop());
        }
        return held.floats;
    }

    private void meet(Object object) {
        if (seen.add(object)) {
            open.push(object);
        }
    }

    private void look(Object object) {
        if (object instanceof float[] array) {
            floats += array.length;
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                if (element != null) {
                    meet(element);
                }
            }
        } else if (isOurs(object.getClass())) {
            for (Field field : object.getClass().getDeclaredFields()) {
                follow(object, field);
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("glissade.") && !type.isHidden() && !type.isEnum();
    }

    private void follow(Object object, Field field) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(object);
            if (value != null) {
                meet(value);
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}

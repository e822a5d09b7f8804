package glissade.descent;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * Which balls share a colour: few balls have one each; of many, those that ended alike have one in
 * common, so that the picture shows which valley draws which balls.
 */
final class BallGroups {

    /** As many balls as can be told apart. */
    static final int MOST_ALONE = 12;

    /**
     * Told apart by everyone on the blue, green and sand of the surface, brightest contrast first.
     */
    private static final int[] COLORS = {
        0xE41A1C, 0xFFD92F, 0xF781BF, 0xFF7F00, 0x00E5FF, 0xB26BE0, 0x7CFC00, 0xA65628, 0xFFFFFF,
        0x3A3A3A, 0xFF1493, 0x9DB4FF
    };

    /**
     * Balls of one colour.
     *
     * @param words what they have in common
     * @param balls their numbers, from 0
     */
    record Group(String words, List<Integer> balls) {

        boolean isOneBall() {
            return balls.size() == 1;
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final int[] groupOfBall;

    BallGroups(List<Roll> rolls) {
        groupOfBall = new int[rolls.size()];
        for (int ball = 0; ball < rolls.size(); ball++) {
            Landing end = rolls.get(ball).end();
            int group = rolls.size() <= MOST_ALONE ? -1 : named(end.summary());
            if (group < 0) {
                group = groups.size();
                groups.add(new Group(end.summary(), new ArrayList<>()));
            }
            groups.get(group).balls().add(ball);
            groupOfBall[ball] = group;
        }
        if (rolls.size() > MOST_ALONE) {
            sortByCount();
        }
    }

    private int named(String words) {
        for (int group = 0; group < groups.size(); group++) {
            if (groups.get(group).words().equals(words)) {
                return group;
            }
        }
        return -1;
    }

    private void sortByCount() {
        groups.sort((one, other) -> other.balls().size() - one.balls().size());
        for (int group = 0; group < groups.size(); group++) {
            for (int ball : groups.get(group).balls()) {
                groupOfBall[ball] = group;
            }
        }
    }

    List<Group> all() {
        return groups;
    }

    Color colorOfBall(int ball) {
        return colorOfGroup(groupOfBall[ball]);
    }

    /** More groups than colours go round the circle of hues by the golden section. */
    static Color colorOfGroup(int group) {
        return group < COLORS.length
                ? new Color(COLORS[group])
                : Color.getHSBColor((float) (group * 0.618_034 % 1), 0.65f, 1f);
    }
}

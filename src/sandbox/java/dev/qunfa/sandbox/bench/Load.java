package dev.qunfa.sandbox.bench;

/**
 * What is sent in one run.
 *
 * @param prefix starts every msg_id of the run
 * @param messages how many
 * @param rate messages a second; 0: as fast as the broker takes them
 * @param shape what each looks like
 */
record Load(String prefix, int messages, int rate, Shape shape) {

    /**
     * What a message looks like and where it goes: group {@code n % groups}, each group of one robot.
     *
     * @param text bytes of an item's text
     */
    record Shape(int robots, int groups, int items, int text) {
        /** Of docs/performance.md. */
        static final Shape OF_THE_TABLE = new Shape(200, 1_000, 1, 300);
    }

    int groupOf(int number) {
        return number % shape.groups();
    }

    String robotOf(int number) {
        return "r-" + groupOf(number) % shape.robots();
    }

    String msgIdOf(int number) {
        return prefix + number;
    }

    /** The number in a msg_id of this run, or -1 for a message of another run. */
    int numberOf(byte[] msgId) {
        int length = prefix.length();
        if (msgId.length <= length) {
            return -1;
        }
        for (int i = 0; i < length; i++) {
            if (msgId[i] != prefix.charAt(i)) {
                return -1;
            }
        }
        int number = 0;
        for (int i = length; i < msgId.length; i++) {
            number = number * 10 + (msgId[i] - '0');
        }
        return number;
    }
}

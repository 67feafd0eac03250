package dev.qunfa.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line: words, and options as {@code --name value} or {@code --flag}.
 *
 * @param words what is no option, in order
 * @param options by name without dashes; a flag's value is empty
 */
public record Arguments(List<String> words, Map<String, String> options) {

    /** Splits a command line; fails with {@link IllegalArgumentException} on an option that is in neither set. */
    public static Arguments parse(String[] args, Set<String> flags, Set<String> valued) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (name.isEmpty()) {
                words.add(args[i]);
            } else if (flags.contains(name)) {
                options.put(name, "");
            } else if (valued.contains(name) && i + 1 < args.length) {
                i++;
                options.put(name, args[i]);
            } else {
                throw new IllegalArgumentException("unknown or incomplete option " + args[i]);
            }
        }
        return new Arguments(words, options);
    }

    public boolean has(String flag) {
        return options.containsKey(flag);
    }

    public String value(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** A whole number of at least zero; fails with {@link IllegalArgumentException} otherwise. */
    public int number(String name, int otherwise) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("--" + name + " must be a whole number");
        }
        return Integer.parseInt(text);
    }
}

package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's Markdown documents, taken apart for tests that hold them to the code. */
public final class Documents {
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\|)|([^\\s'\"|]+)");

    private Documents() {}

    /** README.md and its like, and all below docs/. */
    public static List<Path> all() {
        try (Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> top = Files.list(Path.of(""))) {
            return Stream.concat(docs, top)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    public static String read(String file) {
        return read(Path.of(file));
    }

    /** What the pattern's first group finds, each once. */
    public static TreeSet<String> all(String pattern, String text) {
        TreeSet<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** The rows below a table's heading, which is given as it begins; their cells without back ticks and white space around. */
    public static List<List<String>> table(String document, String heading) {
        String text = read(document);
        int from = text.indexOf(heading);
        assertThat(from).as("the table %s in %s", heading, document).isNotNegative();
        return text.substring(from)
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(row -> Arrays.stream(row.substring(1).split("(?<!\\\\)\\|"))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .toList();
    }

    /** The commands of a document that begin with these words, each as the shell would take it apart, up to a pipe. */
    public static List<List<String>> commands(Path document, String beginning) {
        return commandsIn(read(document), beginning);
    }

    /** The same of a text. */
    public static List<List<String>> commandsIn(String document, String beginning) {
        List<List<String>> commands = new ArrayList<>();
        String text = document.replace("\\\n", "  ");
        Matcher start = Pattern.compile("(?m)(^ *|`)" + beginning + "\\b").matcher(text);
        while (start.find()) {
            boolean inline = start.group(1).equals("`");
            commands.add(words(text.substring(start.end()), inline ? '`' : '\n'));
        }
        return commands;
    }

    /** The words after a command's beginning; what stands in quotes may go over lines. */
    private static List<String> words(String text, char end) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        int at = 0;
        while (matcher.find(at) && text.substring(at, matcher.start()).indexOf(end) < 0 && matcher.group(3) == null) {
            String word = Stream.of(1, 2, 4)
                    .map(matcher::group)
                    .filter(group -> group != null)
                    .findFirst()
                    .orElseThrow();
            if (end == '`' && word.indexOf(end) >= 0) {
                words.add(word.substring(0, word.indexOf(end)));
                break;
            }
            words.add(word);
            at = matcher.end();
        }
        return words;
    }

    /** The anchors that GitHub gives to the headings of a document. */
    public static TreeSet<String> anchors(Path document) {
        TreeMap<String, Integer> seen = new TreeMap<>();
        TreeSet<String> anchors = new TreeSet<>();
        for (String line : FENCED.matcher(read(document)).replaceAll("").lines().toList()) {
            if (line.matches("#{1,6} .*")) {
                String anchor = line.replaceFirst("#+ ", "")
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int times = seen.merge(anchor, 1, Integer::sum);
                anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
            }
        }
        return anchors;
    }
}

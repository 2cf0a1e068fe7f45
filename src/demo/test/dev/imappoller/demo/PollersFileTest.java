package dev.imappoller.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class PollersFileTest {
    @Test
    void readsEveryKindOfValue() throws Exception {
        List<Map<String, AttributeValue>> items = parse("""
                [{"pollerId": "a", "port": 993, "share": 1.5, "ssl": true, "folder": "Entwürfe", "alertEmail": null,
                  "headers": {"X-Key": "k"}, "retryStatuses": [401, 404]}]
                """);

        assertThat(items)
                .containsExactly(Map.of(
                        "pollerId", AttributeValue.fromS("a"),
                        "port", AttributeValue.fromN("993"),
                        "share", AttributeValue.fromN("1.5"),
                        "ssl", AttributeValue.fromBool(true),
                        "folder", AttributeValue.fromS("Entwürfe"),
                        "alertEmail", AttributeValue.fromNul(true),
                        "headers", AttributeValue.fromM(Map.of("X-Key", AttributeValue.fromS("k"))),
                        "retryStatuses",
                                AttributeValue.fromL(
                                        List.of(AttributeValue.fromN("401"), AttributeValue.fromN("404")))));
    }

    @Test
    void anEmptyArrayHoldsNoPollers() throws Exception {
        assertThat(parse("[]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                        | pollers.json is empty
            [{"pollerId": "a"},                       | pollers.json is no JSON (line 1, column
            [{"pollerId": "a", "pollerId": "b"}]      | pollers.json is no JSON (line 1, column
            [{"pollerId": "a"}] []                    | pollers.json is no JSON (line 1, column
            {"pollerId": "a"}                         | pollers.json holds a single object. It should be an array
            "a"                                       | pollers.json holds a string. It should be an array
            [{"pollerId": "a"}, "b"]                  | Entry 2 of pollers.json is a string. It should be an array
            [{"pollerId": "a"}, {"host": "b"}]        | Entry 2 of pollers.json has no pollerId. It should have a name
            [{"pollerId": null}]                      | Entry 1 of pollers.json has no pollerId. It should have a name
            [{"pollerId": ""}]                        | Entry 1 of pollers.json has a pollerId that is empty
            [{"pollerId": 7}]                         | Entry 1 of pollers.json has a pollerId that is a number
            [{"pollerId": {"S": "a"}}]                | Entry 1 of pollers.json has an object as pollerId. Values stand
            [{"pollerId": "a"}, {"pollerId": "a"}]    | Entries 1 and 2 of pollers.json have the same pollerId, "a".
            [{"pollerId": "a", "port": 1e999}]        | Entry 1 of pollers.json has a number in port that is too large
            [{"pollerId": "a", "": 1}]                | Entry 1 of pollers.json has an attribute without a name
            """)
    void saysWhatIsBadAndWhatItShouldBe(String content, String sentence) {
        assertThatThrownBy(() -> parse(content))
                .isInstanceOf(PollersFile.BadFileException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void aFolderIsNoFile(@TempDir Path folder) {
        assertThatThrownBy(() -> PollersFile.read(folder))
                .isInstanceOf(PollersFile.BadFileException.class)
                .hasMessageContaining("can't be read");
    }

    private static List<Map<String, AttributeValue>> parse(String content) throws PollersFile.BadFileException {
        return PollersFile.parse(content.getBytes(StandardCharsets.UTF_8));
    }
}

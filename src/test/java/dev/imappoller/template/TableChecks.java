package dev.imappoller.template;

import static dev.imappoller.template.Template.map;

import dev.imappoller.testing.EventPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must be true of the template's tables, and of who hears of a change in them. */
final class TableChecks {
    private TableChecks() {}

    /** What people wrote is not lost with the stack, by a mistake, or by a change that replaces the table. */
    static List<String> pollersAreKept(Template template) {
        Map<String, Object> resource = template.section("Resources").get("PollersTable");
        Map<String, Object> table = map(resource.get("Properties"));
        List<String> problems = new ArrayList<>();
        expect("RetainExceptOnCreate", resource.get("DeletionPolicy"), problems);
        expect("Retain", resource.get("UpdateReplacePolicy"), problems);
        expect(true, table.get("DeletionProtectionEnabled"), problems);
        expect(Map.of("PointInTimeRecoveryEnabled", true), table.get("PointInTimeRecoverySpecification"), problems);
        expect(true, map(table.get("SSESpecification")).get("SSEEnabled"), problems);
        expect(Map.of("StreamViewType", "KEYS_ONLY"), table.get("StreamSpecification"), problems);
        Map<String, Object> state = template.resources("AWS::DynamoDB::Table").get("StateTable");
        expect(Map.of("AttributeName", "expiresAt", "Enabled", true), state.get("TimeToLiveSpecification"), problems);
        return problems;
    }

    /** New, replaced and deleted pollers are heard of, by an event that holds nothing but keys. */
    static List<String> streamFiltersLetTheRightChangesPass(Template template) {
        List<EventPattern> patterns = template.streamPatterns();
        List<String> problems = new ArrayList<>();
        for (String name : List.of("INSERT", "MODIFY", "REMOVE")) {
            String change = "{\"eventName\":\"" + name + "\",\"dynamodb\":{\"Keys\":{\"pollerId\":{\"S\":\"a\"}}}}";
            if (patterns.stream().noneMatch(pattern -> pattern.matches(change))) {
                problems.add("nobody hears of " + change);
            }
        }
        return problems;
    }

    private static void expect(Object right, Object found, List<String> problems) {
        if (!right.equals(found)) {
            problems.add(found + " should be " + right);
        }
    }
}

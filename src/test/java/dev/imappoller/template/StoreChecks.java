package dev.imappoller.template;

import static dev.imappoller.template.Template.list;
import static dev.imappoller.template.Template.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must be true of the bucket for attachments. */
final class StoreChecks {
    private StoreChecks() {}

    /** It is there for who asks for it, nobody else reads it, it outlives the stack, and nothing stays in it for ever. */
    static List<String> attachmentsArePrivateAndExpire(Template template) {
        List<String> problems = new ArrayList<>();
        Evaluation asked = Evaluation.with(template, Map.of("AttachmentDays", "30"));
        Map<String, Object> resource = template.section("Resources").get("AttachmentsBucket");
        boolean made = asked.condition(String.valueOf(resource.get("Condition")));
        if (!made || Evaluation.byDefault(template).condition(String.valueOf(resource.get("Condition")))) {
            problems.add("the bucket is made by " + resource.get("Condition"));
        }
        if (!"RetainExceptOnCreate".equals(resource.get("DeletionPolicy"))
                || !"Retain".equals(resource.get("UpdateReplacePolicy"))) {
            problems.add("the bucket goes with the stack");
        }
        Map<String, Object> bucket = map(asked.of(resource.get("Properties")));
        Map<String, Object> blocked = map(bucket.get("PublicAccessBlockConfiguration"));
        if (blocked.size() != 4 || !blocked.values().stream().allMatch(Boolean.TRUE::equals)) {
            problems.add("the bucket may be public: " + blocked);
        }
        List<?> rules = list(map(bucket.get("LifecycleConfiguration")).get("Rules"));
        if (rules.stream().map(Template::map).noneMatch(rule -> isOn(rule, "ExpirationInDays", "30"))) {
            problems.add("attachments stay for ever");
        }
        if (rules.stream()
                .map(Template::map)
                .noneMatch(rule -> isOn(rule, "AbortIncompleteMultipartUpload", "{DaysAfterInitiation=1}"))) {
            problems.add("parts stay for ever");
        }
        return problems;
    }

    /** Those functions that post may store, and no other. */
    static List<String> whoPostsMayStore(Template template) {
        List<String> problems = new ArrayList<>();
        Map<String, Boolean> roles =
                Map.of("PollRole", true, "SegmentRole", true, "ChangedRole", false, "StatusRole", false);
        for (Map<String, String> given : List.of(
                Map.<String, String>of(), Map.of("AttachmentDays", "30"), Map.of("AttachmentBucket", "acme-mail"))) {
            Evaluation evaluation = Evaluation.with(template, given);
            roles.forEach((id, posts) -> {
                Object policies = evaluation.of(
                        template.resources("AWS::IAM::Role").get(id).get("ManagedPolicyArns"));
                if (list(policies).contains("<AttachmentsPolicy>") != (posts && !given.isEmpty())) {
                    problems.add(id + " with " + given + " has " + policies);
                }
            });
        }
        return problems;
    }

    private static boolean isOn(Map<String, Object> rule, String what, String value) {
        return "Enabled".equals(rule.get("Status")) && value.equals(String.valueOf(rule.get(what)));
    }
}

package dev.imappoller.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds template.yaml to what a linter can't know: the code, the documents, and what is promised about a deployment. */
class TemplateTest {
    private static final Template TEMPLATE = Template.ofTheProject();

    /** Each says what is wrong with a template, in sentences. */
    private enum Check {
        EVERY_PARAMETER_IS_EXPLAINED(ParameterChecks::everyParameterIsExplained),
        EVERY_PARAMETER_IS_USED(ParameterChecks::everyParameterIsUsed),
        EVERY_DEFAULT_IS_ALLOWED(ParameterChecks::everyDefaultIsAllowed),
        SCHEDULES_ARE_VALID(ParameterChecks::schedulesAreValid),
        RUNS_END_BEFORE_THEIR_TIMEOUT(ParameterChecks::runsEndBeforeTheirTimeout),
        DEFAULTS_FIT_EACH_OTHER(ParameterChecks::defaultsFitEachOther),
        MAPPINGS_ARE_CALCULATED_RIGHTLY(ParameterChecks::mappingsAreCalculatedRightly),
        RULES_REFUSE_HALVES(ParameterChecks::rulesRefuseHalves),
        THE_JAVA_RUNTIME_HAS_THE_MEMORY_IT_NEEDS(ParameterChecks::theJavaRuntimeHasTheMemoryItNeeds),
        EVERY_EXPORT_IS_A_FUNCTION_OF_THE_CODE(FunctionChecks::everyExportIsAFunctionOfTheCode),
        EVERY_FUNCTION_IS_THE_ZIP_AS_IT_IS(FunctionChecks::everyFunctionIsTheZipAsItIs),
        NOTHING_IS_RUN_AGAIN_BY_LAMBDA(FunctionChecks::nothingIsRunAgainByLambda),
        EVERY_VARIABLE_IS_SET_OR_DOCUMENTED(FunctionChecks::everyVariableIsSetOrDocumented),
        NO_ACTION_IS_A_WILDCARD(PermissionChecks::noActionIsAWildcard),
        EVERY_WILDCARD_RESOURCE_HAS_A_REASON(PermissionChecks::everyWildcardResourceHasAReason),
        EVERY_FUNCTION_HAS_A_ROLE_OF_ITS_OWN(PermissionChecks::everyFunctionHasARoleOfItsOwn),
        WHAT_IS_ALLOWED_IS_WHAT_THE_CODE_CALLS(PermissionChecks::whatIsAllowedIsWhatTheCodeCalls),
        SECRETS_ARE_KEPT_BELOW_THE_PREFIX(PermissionChecks::secretsAreKeptBelowThePrefix),
        KEYS_ARE_USED_BY_SERVICES_ONLY(PolicyChecks::keysAreUsedByServicesOnly),
        QUEUES_AND_TOPIC_TAKE_TLS_ONLY(PolicyChecks::queuesAndTopicTakeTlsOnly),
        ONLY_OUR_ALARMS_SEND(PolicyChecks::onlyOurAlarmsSend),
        THE_DASHBOARD_SHOWS_WHAT_THERE_IS(WatchChecks::theDashboardShowsWhatThereIs),
        ALARMS_SPEAK_OF_WHAT_THERE_IS(WatchChecks::alarmsSpeakOfWhatThereIs),
        ALARMS_WORK_WITH_SLOW_SCHEDULES(WatchChecks::alarmsWorkWithSlowSchedules),
        EVERY_TROUBLE_HAS_AN_ALARM(WatchChecks::everyTroubleHasAnAlarm),
        SAVED_QUERIES_READ_WHAT_IS_LOGGED(WatchChecks::savedQueriesReadWhatIsLogged),
        REFERENCES_LEAD_SOMEWHERE(References::leadSomewhere),
        ATTACHMENTS_ARE_PRIVATE_AND_EXPIRE(StoreChecks::attachmentsArePrivateAndExpire),
        WHO_POSTS_MAY_STORE(StoreChecks::whoPostsMayStore),
        POLLERS_ARE_KEPT(TableChecks::pollersAreKept),
        STREAM_FILTERS_LET_THE_RIGHT_CHANGES_PASS(TableChecks::streamFiltersLetTheRightChangesPass);

        private final Function<Template, List<String>> problems;

        Check(Function<Template, List<String>> problems) {
            this.problems = problems;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTemplateIsRight(Check check) {
        assertThat(check.problems.apply(TEMPLATE)).isEmpty();
    }

    /** Proves of each check that it can fail. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("mistakes")
    void aMistakeIsFound(Check check, String right, String wrong) {
        assertThat(TEMPLATE.text()).contains(right);
        Template mistaken = Template.parse(TEMPLATE.text().replace(right, wrong));

        List<String> problems = new ArrayList<>(check.problems.apply(mistaken));
        problems.removeAll(check.problems.apply(TEMPLATE));
        assertThat(problems).isNotEmpty();
    }

    @Test
    void everyCheckIsProvedToFail() {
        assertThat(mistakes().map(mistake -> mistake.get()[0])).contains((Object[]) Check.values());
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        Check.EVERY_PARAMETER_IS_EXPLAINED,
                        "Parameters: [LogLevel, LogRetention]",
                        "Parameters: [LogLevel]"),
                mistake(Check.EVERY_PARAMETER_IS_EXPLAINED, "      LogLevel:\n        default: Log level\n", ""),
                mistake(Check.EVERY_PARAMETER_IS_EXPLAINED, "    ConstraintDescription: must be native or jvm\n", ""),
                mistake(Check.EVERY_PARAMETER_IS_EXPLAINED, "    Description: The user name for it.\n", ""),
                mistake(
                        Check.EVERY_PARAMETER_IS_USED,
                        "MaximumConcurrency: !Ref MaxConcurrency",
                        "MaximumConcurrency: 10"),
                mistake(Check.EVERY_DEFAULT_IS_ALLOWED, "Default: imap-poller/", "Default: /imap-poller"),
                mistake(Check.EVERY_DEFAULT_IS_ALLOWED, "Default: 256", "Default: 300"),
                mistake(
                        Check.SCHEDULES_ARE_VALID,
                        "(1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (",
                        "(([1-9][0-9]*) (minute|"),
                mistake(Check.SCHEDULES_ARE_VALID, "cron\\(\\S+( \\S+){5}\\)", "cron\\(.+\\)"),
                mistake(
                        Check.SCHEDULES_ARE_VALID,
                        "ScheduleExpression: !Ref PollSchedule",
                        "ScheduleExpression: rate(1 minutes)"),
                mistake(Check.RUNS_END_BEFORE_THEIR_TIMEOUT, "RunBudget: 45s", "RunBudget: 50s"),
                mistake(Check.RUNS_END_BEFORE_THEIR_TIMEOUT, "RunBudget: 885s", "RunBudget: 285s"),
                mistake(
                        Check.RUNS_END_BEFORE_THEIR_TIMEOUT,
                        "RUN_BUDGET: !FindInMap [Timeouts, !Ref Timeout, RunBudget]",
                        "RUN_BUDGET: 45s"),
                mistake(
                        Check.DEFAULTS_FIT_EACH_OTHER,
                        "    Type: Number\n    Default: 60\n",
                        "    Type: Number\n    Default: 120\n"),
                mistake(Check.DEFAULTS_FIT_EACH_OTHER, "Default: rate(1 minute)", "Default: rate(10 minutes)"),
                mistake(Check.MAPPINGS_ARE_CALCULATED_RIGHTLY, "RunBudget: 105s", "RunBudget: 100s"),
                mistake(Check.MAPPINGS_ARE_CALCULATED_RIGHTLY, "FourFifths: 48000", "FourFifths: 50000"),
                mistake(Check.MAPPINGS_ARE_CALCULATED_RIGHTLY, "SixTimes: 5400", "SixTimes: 900"),
                mistake(Check.RULES_REFUSE_HALVES, "- !Not [!Equals [!Ref SmtpPassword, \"\"]]", "- !Equals [1, 1]"),
                mistake(
                        Check.RULES_REFUSE_HALVES,
                        "Assert: !Not [{\"Fn::EachMemberEquals\": [!Ref VpcSubnetIds, \"\"]}]",
                        "Assert: !Equals [1, 1]"),
                mistake(
                        Check.THE_JAVA_RUNTIME_HAS_THE_MEMORY_IT_NEEDS,
                        "[[\"512\", \"768\",",
                        "[[\"256\", \"512\", \"768\","),
                mistake(
                        Check.THE_JAVA_RUNTIME_HAS_THE_MEMORY_IT_NEEDS,
                        "RuleCondition: !Equals [!Ref Packaging, jvm]",
                        "RuleCondition: !Equals [1, 1]"),
                mistake(
                        Check.EVERY_EXPORT_IS_A_FUNCTION_OF_THE_CODE,
                        "QUARKUS_FUNQY_EXPORT: poll",
                        "QUARKUS_FUNQY_EXPORT: pull"),
                mistake(
                        Check.EVERY_EXPORT_IS_A_FUNCTION_OF_THE_CODE,
                        "QUARKUS_FUNQY_EXPORT: status",
                        "QUARKUS_FUNQY_EXPORT: poll"),
                mistake(Check.EVERY_FUNCTION_IS_THE_ZIP_AS_IT_IS, "CodeUri: target/function.zip", "CodeUri: target/"),
                mistake(Check.EVERY_FUNCTION_IS_THE_ZIP_AS_IT_IS, "SkipBuild: true", "SkipBuild: false"),
                mistake(
                        Check.EVERY_FUNCTION_IS_THE_ZIP_AS_IT_IS,
                        "start.JavaRuntimeHandler::handleRequest",
                        "start.Handler::handleRequest"),
                mistake(
                        Check.NOTHING_IS_RUN_AGAIN_BY_LAMBDA,
                        "        MaximumRetryAttempts: 0\n        MaximumEventAge",
                        "        MaximumRetryAttempts: 2\n        MaximumEventAge"),
                mistake(
                        Check.NOTHING_IS_RUN_AGAIN_BY_LAMBDA,
                        "MaximumEventAgeInSeconds: 60",
                        "MaximumEventAgeInSeconds: 3600"),
                mistake(Check.EVERY_VARIABLE_IS_SET_OR_DOCUMENTED, "STACK_NAME:", "STACK_TITLE:"),
                mistake(Check.NO_ACTION_IS_A_WILDCARD, "Action: ssm:PutParameter", "Action: ssm:Put*"),
                mistake(
                        Check.NO_ACTION_IS_A_WILDCARD,
                        "- kms:GenerateDataKey\n              Resource: !Ref",
                        "- kms:*\n              Resource: !Ref"),
                mistake(Check.EVERY_WILDCARD_RESOURCE_HAS_A_REASON, "            # X-Ray knows no resources.\n", ""),
                mistake(Check.EVERY_WILDCARD_RESOURCE_HAS_A_REASON, "Resource: !Ref KmsKeyArn", "Resource: \"*\""),
                mistake(
                        Check.EVERY_WILDCARD_RESOURCE_HAS_A_REASON,
                        "Resource: !GetAtt StateTable.Arn",
                        "Resource: ['*']"),
                mistake(
                        Check.EVERY_FUNCTION_HAS_A_ROLE_OF_ITS_OWN,
                        "Role: !GetAtt StatusRole.Arn",
                        "Role: !GetAtt PollRole.Arn"),
                mistake(Check.EVERY_FUNCTION_HAS_A_ROLE_OF_ITS_OWN, "      Role: !GetAtt StatusRole.Arn\n", ""),
                mistake(
                        Check.WHAT_IS_ALLOWED_IS_WHAT_THE_CODE_CALLS,
                        "              - dynamodb:PutItem\n",
                        "              - dynamodb:BatchGetItem\n              - dynamodb:PutItem\n"),
                mistake(Check.WHAT_IS_ALLOWED_IS_WHAT_THE_CODE_CALLS, "              - ssm:GetParameters\n", ""),
                mistake(
                        Check.SECRETS_ARE_KEPT_BELOW_THE_PREFIX,
                        "            Action: secretsmanager:GetSecretValue",
                        "            Action: [secretsmanager:GetSecretValue, secretsmanager:CreateSecret]"),
                mistake(
                        Check.SECRETS_ARE_KEPT_BELOW_THE_PREFIX,
                        "                Action: secretsmanager:CreateSecret\n                Resource: !Sub"
                                + " arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${SecretPrefix}*",
                        "                Action: secretsmanager:CreateSecret\n                Resource: !Sub"
                                + " arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*"),
                mistake(Check.THE_DASHBOARD_SHOWS_WHAT_THERE_IS, "\"params\": {},", "\"params\": {},,"),
                mistake(
                        Check.THE_DASHBOARD_SHOWS_WHAT_THERE_IS,
                        "[\".\", \"Polls\", \".\", \".\"]",
                        "[\".\", \"Pools\", \".\", \".\"]"),
                mistake(
                        Check.THE_DASHBOARD_SHOWS_WHAT_THERE_IS,
                        "\"AWS/Lambda\", \"Invocations\"",
                        "\"AWS/Lambda\", \"Calls\""),
                mistake(
                        Check.THE_DASHBOARD_SHOWS_WHAT_THERE_IS,
                        "fields @timestamp, level, event, pollerId, uid, message |",
                        "fields @timestamp, level, event, poller, uid, message |"),
                mistake(
                        Check.THE_DASHBOARD_SHOWS_WHAT_THERE_IS,
                        "MoreAlarms: !If [IsSegmented, ",
                        "MoreAlarms: !If [IsNative, "),
                mistake(
                        Check.THE_DASHBOARD_SHOWS_WHAT_THERE_IS,
                        "\"endpoint\": \"${StatusFunction.Arn}\"",
                        "\"endpoint\": \"${StatusFunction}\""),
                mistake(
                        Check.THE_DASHBOARD_SHOWS_WHAT_THERE_IS,
                        "POLL_FUNCTION_ARN: !GetAtt PollFunction.Arn",
                        "POLL_FUNCTION_ARN: !GetAtt ChangedFunction.Arn"),
                mistake(Check.ALARMS_SPEAK_OF_WHAT_THERE_IS, "MetricName: Rejected", "MetricName: Refused"),
                mistake(Check.ALARMS_SPEAK_OF_WHAT_THERE_IS, "MetricName: Throttles", "MetricName: Throttled"),
                mistake(
                        Check.ALARMS_SPEAK_OF_WHAT_THERE_IS,
                        "TreatMissingData: breaching",
                        "TreatMissingData: missing"),
                mistake(Check.ALARMS_SPEAK_OF_WHAT_THERE_IS, "- Name: Stack", "- Name: StackName"),
                mistake(
                        Check.ALARMS_SPEAK_OF_WHAT_THERE_IS,
                        "First run the stack's output DeadLettersCommand",
                        "Run the stack's output DeadLettersCommand"),
                mistake(Check.ALARMS_SPEAK_OF_WHAT_THERE_IS, "OKActions: [!Ref AlarmTopic]", "OKActions: []"),
                mistake(Check.ALARMS_WORK_WITH_SLOW_SCHEDULES, "TreatMissingData: missing", "TreatMissingData: ignore"),
                mistake(
                        Check.ALARMS_WORK_WITH_SLOW_SCHEDULES,
                        "Default: 15\n    MinValue: 0",
                        "Default: 15\n    MinValue: 2"),
                mistake(
                        Check.EVERY_TROUBLE_HAS_AN_ALARM,
                        "!GetAtt WorkDeadLetterQueue.QueueName",
                        "!GetAtt WorkQueue.QueueName"),
                mistake(
                        Check.EVERY_TROUBLE_HAS_AN_ALARM,
                        "MetricName: Errors, Dimensions: [{Name: FunctionName, Value: !Ref ChangedFunction}]",
                        "MetricName: Errors, Dimensions: [{Name: FunctionName, Value: !Ref PollFunction}]"),
                mistake(
                        Check.SAVED_QUERIES_READ_WHAT_IS_LOGGED,
                        "verdict, httpStatus, cause, host, error, webhookId",
                        "verdict, httpCode, cause, host, error, webhookId"),
                mistake(Check.SAVED_QUERIES_READ_WHAT_IS_LOGGED, "event = \"delivery\" and", "event = \"post\" and"),
                mistake(
                        Check.SAVED_QUERIES_READ_WHAT_IS_LOGGED,
                        "latest(error) as reason by pollerId",
                        "latest(host) as reason by pollerId"),
                mistake(Check.SAVED_QUERIES_READ_WHAT_IS_LOGGED, "\"REAUTH_REQUIRED\"", "\"REAUTH_NEEDED\""),
                mistake(Check.REFERENCES_LEAD_SOMEWHERE, "Value: !Ref PollersTable", "Value: !Ref PollerTable"),
                mistake(Check.REFERENCES_LEAD_SOMEWHERE, "logs tail ${LogGroup}", "logs tail ${PollLogGroup}"),
                mistake(
                        Check.WHAT_IS_ALLOWED_IS_WHAT_THE_CODE_CALLS,
                        "${AttachmentsBucket.Arn}/${AttachmentPrefix}*",
                        "${AttachmentsBucket.Arn}/*"),
                mistake(
                        Check.WHAT_IS_ALLOWED_IS_WHAT_THE_CODE_CALLS,
                        "s3:::${AttachmentBucket}/${AttachmentPrefix}*",
                        "s3:::*"),
                mistake(
                        Check.QUEUES_AND_TOPIC_TAKE_TLS_ONLY,
                        "Bucket: !Ref AttachmentsBucket",
                        "Bucket: !Ref AttachmentBucket"),
                mistake(
                        Check.ATTACHMENTS_ARE_PRIVATE_AND_EXPIRE,
                        "ExpirationInDays: !Ref AttachmentDays",
                        "ExpirationInDays: 365"),
                mistake(Check.ATTACHMENTS_ARE_PRIVATE_AND_EXPIRE, "DaysAfterInitiation: 1", "DaysAfterInitiation: 100"),
                mistake(
                        Check.ATTACHMENTS_ARE_PRIVATE_AND_EXPIRE,
                        "RestrictPublicBuckets: true",
                        "RestrictPublicBuckets: false"),
                mistake(
                        Check.ATTACHMENTS_ARE_PRIVATE_AND_EXPIRE,
                        "HasBucketOfTheStack: !Not [!Equals [!Ref AttachmentDays, 0]]",
                        "HasBucketOfTheStack: !Equals [!Ref AttachmentDays, 0]"),
                mistake(
                        Check.ATTACHMENTS_ARE_PRIVATE_AND_EXPIRE,
                        "    Condition: HasBucketOfTheStack\n    DeletionPolicy: RetainExceptOnCreate",
                        "    Condition: HasBucketOfTheStack\n    DeletionPolicy: Delete"),
                mistake(
                        Check.WHO_POSTS_MAY_STORE,
                        "!Or [!Condition HasBucketOfTheStack, !Condition HasOtherBucket]",
                        "!And [!Condition HasBucketOfTheStack, !Condition HasOtherBucket]"),
                mistake(
                        Check.WHO_POSTS_MAY_STORE,
                        "        - !If [StoresAttachments, !Ref AttachmentsPolicy, !Ref AWS::NoValue]\n",
                        ""),
                mistake(
                        Check.POLLERS_ARE_KEPT,
                        "    Type: AWS::DynamoDB::Table\n    DeletionPolicy: RetainExceptOnCreate",
                        "    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Delete"),
                mistake(Check.POLLERS_ARE_KEPT, "DeletionProtectionEnabled: true", "DeletionProtectionEnabled: false"),
                mistake(Check.POLLERS_ARE_KEPT, "AttributeName: expiresAt", "AttributeName: ttl"),
                mistake(Check.POLLERS_ARE_KEPT, "StreamViewType: KEYS_ONLY", "StreamViewType: NEW_AND_OLD_IMAGES"),
                mistake(
                        Check.STREAM_FILTERS_LET_THE_RIGHT_CHANGES_PASS,
                        "[\"INSERT\",\"MODIFY\",\"REMOVE\"]",
                        "[\"INSERT\",\"REMOVE\"]"),
                mistake(
                        Check.KEYS_ARE_USED_BY_SERVICES_ONLY,
                        "kms:ViaService: !Sub sqs",
                        "kms:CallerAccount: !Sub sqs"),
                mistake(Check.KEYS_ARE_USED_BY_SERVICES_ONLY, "- !Sub ssm.$", "- !Sub ec2.$"),
                mistake(
                        Check.QUEUES_AND_TOPIC_TAKE_TLS_ONLY,
                        "Queues: [!Ref WorkQueue]",
                        "Queues: [!Ref DeadLetterQueue]"),
                mistake(
                        Check.QUEUES_AND_TOPIC_TAKE_TLS_ONLY,
                        "aws:SecureTransport: \"false\"",
                        "aws:SecureTransport: \"true\""),
                mistake(Check.QUEUES_AND_TOPIC_TAKE_TLS_ONLY, "Topics: [!Ref AlarmTopic]", "Topics: []"),
                mistake(
                        Check.ONLY_OUR_ALARMS_SEND,
                        "                aws:SourceAccount: !Ref AWS::AccountId\n              ArnLike",
                        "                aws:SourceOwner: x\n              ArnLike"));
    }

    private static Arguments mistake(Check check, String right, String wrong) {
        return Arguments.of(check, right, wrong);
    }
}

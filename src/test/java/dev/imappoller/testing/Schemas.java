package dev.imappoller.testing;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;

/** The schemas that receivers are given. */
public final class Schemas {
    private Schemas() {}

    /** Of messages in the format json. */
    public static JsonSchema message() {
        return schema("message");
    }

    /** Of alerts by HTTP. */
    public static JsonSchema alert() {
        return schema("alert");
    }

    private static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Documents.read("docs/schema/" + name + ".schema.json"));
    }
}

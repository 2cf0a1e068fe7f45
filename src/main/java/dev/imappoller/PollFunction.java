package dev.imappoller;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;

final class PollFunction {
    @Funq
    public String poll(JsonNode event) {
        return "hi";
    }
}

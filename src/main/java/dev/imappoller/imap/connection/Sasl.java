package dev.imappoller.imap.connection;

import dev.imappoller.imap.inflow.FloodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;

/** A login by AUTHENTICATE (RFC 9051, section 6.2.2). Each answer is given once, however often a server asks. */
final class Sasl {
    /** What comes behind the last answer: a reason that is told in a challenge, and then no more. */
    private static final int MOST_CHALLENGES = 5;

    private final SessionProtocol protocol;
    private final String mechanism;
    private final Deque<String> answers;
    private final String farewell;

    Sasl(SessionProtocol protocol, String mechanism, List<String> answers) {
        this(protocol, mechanism, answers, "");
    }

    /** @param farewell what is said to a challenge that comes once there are no answers any more */
    Sasl(SessionProtocol protocol, String mechanism, List<String> answers, String farewell) {
        this.protocol = protocol;
        this.mechanism = mechanism;
        this.answers = new ArrayDeque<>(answers);
        this.farewell = farewell;
    }

    /** In one round trip where the server takes an initial response (SASL-IR, RFC 4959, a part of IMAP4rev2), in two elsewhere. */
    Response begin() throws ProtocolException {
        boolean initial = protocol.hasCapability("SASL-IR") || protocol.hasCapability("IMAP4REV2");
        return make(initial ? " " + encoded(answers.removeFirst()) : "");
    }

    /** For a mechanism that has no initial response. */
    Response answersOnly() throws ProtocolException {
        return make("");
    }

    private Response make(String initial) throws ProtocolException {
        protocol.beginLogin();
        List<Response> untagged = new ArrayList<>();
        int challenges = 0;
        try {
            String tag = protocol.writeCommand("AUTHENTICATE " + mechanism + initial, null);
            while (true) {
                Response response;
                try {
                    response = protocol.readResponse();
                } catch (ConnectionException e) {
                    throw e;
                } catch (ProtocolException e) {
                    continue; // What can't be read is no challenge.
                }
                if (response.isBYE()) {
                    throw new ConnectionException(protocol, response);
                } else if (response.isContinuation()) {
                    if (++challenges > MOST_CHALLENGES) {
                        throw protocol.flooded(new FloodException("asks on and on in the login"));
                    }
                    protocol.write(answer(response));
                } else if (response.isTagged() && response.getTag().equals(tag)) {
                    protocol.handleCapabilityResponse(untagged.toArray(new Response[0]));
                    return response;
                } else {
                    untagged.add(response);
                    protocol.overheard().take(response);
                }
            }
        } catch (IOException e) {
            throw new ConnectionException(protocol, Response.byeResponse(e));
        }
    }

    private String answer(Response challenge) {
        if (!answers.isEmpty()) {
            return encoded(answers.removeFirst());
        }
        protocol.overheard().challenged(challenge);
        return encoded(farewell);
    }

    private static String encoded(String answer) {
        return Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8));
    }
}

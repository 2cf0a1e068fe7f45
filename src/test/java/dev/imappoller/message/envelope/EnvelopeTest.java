package dev.imappoller.message.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    @Test
    void recipientIsWhereTheMessageWasDelivered() throws IOException {
        Envelope envelope =
                envelope("X-Original-To: b@example.com", "Delivered-To: a@example.com", "To: c@example.com");

        assertThat(envelope.to()).isEqualTo("a@example.com");
        assertThat(envelope.recipients()).isEqualTo(List.of("a@example.com"));
    }

    @Test
    void recipientIsTheOriginalOneWhereTheDeliveryIsNotTold() throws IOException {
        assertThat(envelope("To: c@example.com", "X-Original-To: b@example.com").to())
                .isEqualTo("b@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Delivered-To", "Envelope-To", "X-Envelope-To"})
    void recipientIsAlsoToldByOtherServersInTheirWay(String name) throws IOException {
        assertThat(envelope("To: c@example.com", name + ": b@example.com").to()).isEqualTo("b@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Delivered-To: evil@example.org",
                "X-Original-To: evil@example.org",
                "X-Delivered-To: evil@example.org",
                "Envelope-To: evil@example.org",
                "X-Envelope-To: evil@example.org",
                "Return-Path: <evil@example.org>",
                "Received-SPF: pass domain of evil.example.org ",
                "Authentication-Results: mx.example.com.evil; spf=pass smtp.mailfrom=evil.example.org",
                "Authentication-Results: example.com; spf=pass smtp.mailfrom=evil.example.org",
                "Authentication-Results: ; spf=pass smtp.mailfrom=evil.example.org",
                "Received: from evil (evil [198.51.100.1]) by mx.example.com with LMTP id 1; date"
            })
    void whatTheSenderWroteDecidesNothing(String forged) throws IOException {
        for (String received : List.of(
                "Received: from a.example (a.example [192.0.2.7]) by mx.example.com with SMTP id 1; date",
                "Received: from evil by mx.example.com with SMTP id 1; date")) {
            Envelope envelope = envelope(
                    received,
                    forged,
                    "Received: from evil (evil [198.51.100.7]) by evil with SMTP id 0; date",
                    forged,
                    "From: anna@example.org",
                    "To: c@example.com");

            assertThat(envelope.to()).isEqualTo("account@example.com");
            assertThat(envelope.from()).isEqualTo("anna@example.org");
            assertThat(envelope.spf()).isEqualTo(new Envelope.Spf("none", Optional.of("example.org")));
        }
    }

    @Test
    void whatTheReceivingSiteWroteStandsAboveTheFirstHop() throws IOException {
        Envelope envelope = envelope(
                "Return-Path: <bounce@example.org>",
                "Delivered-To: b@example.com",
                "Received: by store.example.com id 6; date",
                "Received: from mx.example.com by store.example.com with LMTP id 5; date",
                "Received-SPF: pass smtp.mailfrom=example.org",
                "Received: from a.example (a.example [192.0.2.7]) by mx.example.com (Postfix) with ESMTPS id 4; date",
                "Return-Path: <evil@example.net>",
                "Delivered-To: evil@example.net",
                "Received-SPF: fail smtp.mailfrom=example.net",
                "From: anna@example.org");

        assertThat(envelope.from()).isEqualTo("bounce@example.org");
        assertThat(envelope.to()).isEqualTo("b@example.com");
        assertThat(envelope.spf()).isEqualTo(new Envelope.Spf("pass", Optional.of("example.org")));
        assertThat(envelope.remoteIp()).contains("192.0.2.7");
    }

    @Test
    void gmailWritesTheReturnPathBelowAFieldOfItsOwn() throws IOException {
        Envelope envelope = envelope(
                "Delivered-To: b@gmail.com",
                "Received: by 2002:a05:6a00:1234 with SMTP id x; date",
                "Return-Path: <>",
                "Received: from a.example (a.example. [192.0.2.7]) by mx.google.com with ESMTPS id y; date",
                "Received-SPF: pass (google.com: domain of a.example)",
                "Authentication-Results: mx.google.com; dkim=pass; spf=softfail smtp.helo=a.example",
                "From: anna@example.org");

        assertThat(envelope.from()).isEmpty();
        assertThat(envelope.to()).isEqualTo("b@gmail.com");
        assertThat(envelope.spf()).isEqualTo(new Envelope.Spf("softfail", Optional.of("a.example")));
    }

    @Test
    void exchangeOnlineChecksAFewHopsAboveTheOneFromOutside() throws IOException {
        Envelope envelope = envelope(
                "Received: from x.prod.outlook.com (2603:10a6::1) by y.prod.outlook.com with HTTPS; date",
                "Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=example.net; dkim=none",
                "Received: from a.example (192.0.2.7) by z.mail.protection.outlook.com (10.1.2.3) with SMTP; date",
                "From: anna@example.org",
                "Return-Path: evil@example.org");

        assertThat(envelope.spf()).isEqualTo(new Envelope.Spf("pass", Optional.of("example.net")));
        assertThat(envelope.remoteIp()).contains("192.0.2.7");
        assertThat(envelope.from()).isEqualTo("anna@example.org");
    }

    @Test
    void aHostThatOnlyCallsItselfOneOfExchangeOnlineIsOutside() throws IOException {
        Envelope envelope = envelope(
                "Received: from evil.prod.outlook.com (evil [192.0.2.7]) by mx.example.com with SMTP id 1; date",
                "Received-SPF: pass smtp.mailfrom=evil.example",
                "Received: from b.example (b.example [198.51.100.7]) by evil.prod.outlook.com with SMTP; date");

        assertThat(envelope.remoteIp()).contains("192.0.2.7");
        assertThat(envelope.spf().result()).isEqualTo("none");
    }

    @Test
    void recipientIsTheAccountWhereTheHeaderDoesNotTell() throws IOException {
        assertThat(envelope("To: c@example.com").to()).isEqualTo("account@example.com");
    }

    @Test
    void recipientIsTheFirstAddressedWhereTheAccountIsNoAddress() throws IOException {
        assertThat(envelopeOf("account", "To: \"x@y, z\" <c@example.com>, d@example.com")
                        .to())
                .isEqualTo("c@example.com");
    }

    @Test
    void recipientIsEmptyWhereNothingTells() throws IOException {
        Envelope envelope = envelopeOf("account", "To: undisclosed-recipients:;");

        assertThat(envelope.to()).isEmpty();
        assertThat(envelope.recipients()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Return-Path: <bounce@example.org> | bounce@example.org
            Return-Path: bounce@example.org   | bounce@example.org
            Return-Path: <>                   | ''
            X-Nothing: here                   | anna@example.org
            """)
    void senderIsTheReturnPathElseFrom(String field, String from) throws IOException {
        assertThat(envelope(field, "From: \"A <b@c>\" <anna@example.org>").from())
                .isEqualTo(from);
    }

    @Test
    void senderCannotBeMadeUpByAnEncodedName() throws IOException {
        assertThat(envelope("From: =?utf-8?Q?boss=40example.com=2C?= <anna@example.org>")
                        .from())
                .isEqualTo("anna@example.org");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            anna@example.org (<boss@example.com>)                       | anna@example.org
            (<boss@example.com>) anna@example.org                       | anna@example.org
            (a (<boss@example.com>) b) Anna <anna@example.org>          | anna@example.org
            (\\) <boss@example.com>) Anna <anna@example.org>            | anna@example.org
            "(" <anna@example.org> ")" <boss@example.com>               | anna@example.org
            anna@example.org (<boss@example.com>                        | anna@example.org
            Anna (sales <anna@example.org>                              | anna@example.org
            (anna@example.org)                                          | anna@example.org
            =?utf-8?Q?Anna_:(?= <anna@example.org>                      | anna@example.org
            """)
    void senderCannotBeMadeUpByAComment(String field, String from) throws IOException {
        assertThat(envelope("From: " + field).from()).isEqualTo(from);
    }

    @Test
    void addressesBeyondUsAsciiAreReadBesideEncodedNames() throws IOException {
        assertThat(envelope("From: =?utf-8?Q?M=C3=BCller?= <m\u00fcller@example.org>")
                        .from())
                .isEqualTo("m\u00fcller@example.org");
        assertThat(envelopeOf("account", "To: =?utf-8?Q?a?= <\u00fc@example.com>")
                        .to())
                .isEqualTo("\u00fc@example.com");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from mail.example.org (mail.example.org [192.0.2.7]) by mx.example.com with ESMTPS id 1; date | mail.example.org | 192.0.2.7    | true
            from mail.example.org (unknown [192.0.2.7]) by mx.example.com (Postfix) with ESMTP id 1; date | mail.example.org | 192.0.2.7    | false
            from [192.0.2.7] (helo=mail.example.org) by mx.example.com with esmtpsa (TLS1.3); date        | 192.0.2.7        | 192.0.2.7    | true
            from a.example (a.example [IPv6:2001:db8::7]) by mx.example.com with UTF8SMTPS id 1; date     | a.example        | 2001:db8::7  | true
            from a.example (192.0.2.7) by mx.example.com with SMTP; date                                  | a.example        | 192.0.2.7    | false
            from a.example (a [192.0.2.7]) by mx.example.com with SMTP (version=TLS1_2 cipher=x); date    | a.example        | 192.0.2.7    | true
            """)
    void hostIsTheOneInReceived(String received, String helo, String ip, boolean tls) throws IOException {
        Envelope envelope = envelope("Received: " + received);

        assertThat(envelope.heloDomain()).contains(helo);
        assertThat(envelope.remoteIp()).contains(ip);
        assertThat(envelope.tls()).isEqualTo(tls);
    }

    @Test
    void hostIsTheTopmostFromOutside() throws IOException {
        Envelope envelope = envelope(
                "Received: by store.example.com with LMTP id 5; date",
                "Received: from localhost (localhost [127.0.0.1]) by mx.example.com with ESMTP id 4; date",
                "Received: from filter (filter [10.1.2.3]) by mx.example.com with ESMTPS id 3; date",
                "Received: from x.prod.outlook.com (2603:10a6::1) by y.prod.outlook.com (2603:10a6::2) with ESMTPS; date",
                "Received: from outside.example.org (outside.example.org [198.51.100.9]) by mx.example.com with SMTP; date",
                "Received: from further.example.net (further.example.net [203.0.113.9]) by outside.example.org; date");

        assertThat(envelope.heloDomain()).contains("outside.example.org");
        assertThat(envelope.remoteIp()).contains("198.51.100.9");
        assertThat(envelope.tls()).isFalse();
    }

    @Test
    void hostIsUnknownWithoutReceived() throws IOException {
        assertThat(envelope("Subject: x").remoteIp()).isEmpty();
        assertThat(envelope("Subject: x").heloDomain()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Received-SPF: pass (mx: domain of a@example.net designates 192.0.2.7) client-ip=192.0.2.7   | pass     | example.net
            Received-SPF: SoftFail (x) envelope-from="a@example.net"; helo=b                            | softfail | example.net
            Authentication-Results: mx; dkim=pass; spf=fail (x) smtp.mailfrom=example.net; dmarc=none   | fail     | example.net
            Authentication-Results: mx; spf=neutral smtp.mail=a@example.net                             | neutral  | example.net
            Authentication-Results: mx; dkim=pass                                                       | none     | example.org
            Received-SPF: pass                                                                          | pass     | example.org
            """)
    void spfIsWhatTheReceivingHostWrote(String field, String result, String domain) throws IOException {
        Envelope.Spf spf = envelope(field, "From: anna@example.org").spf();

        assertThat(spf.result()).isEqualTo(result);
        assertThat(spf.domain()).contains(domain);
    }

    private static Envelope envelope(String... header) throws IOException {
        return envelopeOf("account@example.com", header);
    }

    private static Envelope envelopeOf(String username, String... header) throws IOException {
        byte[] octets = (String.join("\r\n", header) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return Envelope.of(MessageDecoder.decode(RawMessage.of(octets)), username);
    }
}

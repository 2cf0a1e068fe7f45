package dev.imappoller.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a><Code>Slow&amp;Down&lt;</Code></a>",
                "<Codes/><Code\n xmlns='x'>\n Slow&amp;Down&lt; </Code>",
                "<?xml version=\"1.0\"?>\r\n<Error><Code a=\"b\">Slow&amp;Down&lt;</Code ></Error><Code>other</Code>",
            })
    void findsTheTextOfAnElement(String document) {
        assertThat(XmlText.of(document, "Code")).contains("Slow&Down<");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<Code", "<Code>", "<Code>half", "Code", "</Code>", "<Codes>a</Codes>", "<Code x"})
    void findsNothingInWhatIsNoDocument(String document) {
        assertThat(XmlText.of(document, "Code")).isEmpty();
    }

    /** As moto writes it, and as S3 does. */
    @Test
    void knowsAnElementHoweverItsTagIsWritten() {
        assertThat(XmlText.has("<Result\n  xmlns=\"x\">", "Result")).isTrue();
        assertThat(XmlText.has("<Result>", "Result")).isTrue();
        assertThat(XmlText.has("<Result/>", "Result")).isTrue();
        assertThat(XmlText.has("<Results>", "Result")).isFalse();
        assertThat(XmlText.has("<Error>", "Result")).isFalse();
    }

    @Test
    void whatIsEscapedIsFoundAgain() {
        String tag = "\"a<b>&c'\"";

        assertThat(XmlText.of("<ETag>" + XmlText.escaped(tag) + "</ETag>", "ETag"))
                .contains(tag);
    }
}

package dev.imappoller.message.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.reply.ReplyText;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextReaderTest {
    /** Behind the tilde is what is expected, with bars as line ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain~plain",
                "  a \t b\nc  ~a b c",
                "<p>a</p><p>b</p>~a||b",
                "<div>a</div><div>b</div>~a|b",
                "<div>a<br></div><div>b</div>~a|b",
                "<div>a</div><div><br></div><div>b</div>~a||b",
                "a<br>b<BR/>c<br />d~a|b|c|d",
                "<b>a</b><i>b</i>~ab",
                "a<blockquote>b<blockquote>c</blockquote>d</blockquote>e~a|> b|>> c|> d|e",
                "<blockquote><p>a</p><p>b</p></blockquote>~> a|>|> b",
                "<ul><li>a</li><li>b</ul>c~- a|- b|c",
                "a<hr>b~a|________________________________|b",
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>~a b|c",
                "<pre>a\n  b</pre>c~a|  b||c",
                "<head><title>t</title><style>p{}</style></head><body>a<script>b</script>c</body>~ac",
                "a<!-- b --> c<!--> d<!doctype x>e<?f>g</>h~a c degh",
                "<a title='>' href=\">\">a</a>b~ab",
                "a < b > c & d~a < b > c & d",
                "&lt;&amp;&gt;&quot;&apos;&auml;&Omega;&euro;&hellip;~<&>\"'äΩ€…",
                "&#228;&#xE4;&#X1F600;&#128;&#0;&#xD800;&#9999999999;~ää😀€\uFFFD\uFFFD\uFFFD",
                "&copy 2 &auml &hellip &nonesuch; &#; &#x; &~© 2 ä &hellip &nonesuch; &#; &#x; &",
                "a&nbsp;:~a :",
                "<nonesuch>a</nonesuch>~a",
            })
    void isWhatAPersonSees(String htmlAndText) throws IOException {
        String[] both = htmlAndText.split("~", -1);

        assertThat(read(both[0])).isEqualTo(both[1].replace("|", "\r\n"));
    }

    @Test
    void anHtmlReplyIsAReplyWithoutTheQuote() throws IOException {
        for (String html : List.of(
                "<div dir=\"ltr\">Thanks!<br></div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Jan 5, 2026 at"
                        + " 10:00 AM Bob &lt;<a href=\"mailto:b@example.com\">b@example.com</a>&gt; wrote:<br></div><blockquote"
                        + " class=\"gmail_quote\"><div>Does it work?</div></blockquote></div>",
                "<div>Thanks!</div><hr style='width:98%'><div id=\"divRplyFwdMsg\"><font><b>Von:</b> Bob"
                        + " &lt;b@example.com&gt;<br><b>Gesendet:</b> Montag<br><b>An:</b> A<br><b>Betreff:</b>"
                        + " Q</font></div><div>Does it work?</div>",
                "<p class=MsoNormal>Thanks!<o:p></o:p></p><div style='border-top:solid'><p class=MsoNormal><b>From:</b> Bob"
                        + " &lt;b@example.com&gt; <br><b>Sent:</b> Monday<br><b>To:</b> A<br><b>Subject:</b> Q</p></div><p>Does it"
                        + " work?</p>")) {
            String text = read(html);
            assertThat(ReplyText.of(text, true, DecodingBudget.bySteps(text.length())))
                    .contains("Thanks!");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<!",
                "<!--",
                "<a b='",
                "&",
                "&#",
                "</",
                "<script>",
                "<script></scrip",
                "<blockquote>x",
                "<br>x",
                "<hr>"
            })
    void takesStepsThatGrowWithItsSize(String piece) throws IOException {
        String html = piece.repeat(200_000 / piece.length());
        DecodingBudget budget = DecodingBudget.bySteps(html.length());

        String text = read(html, budget);

        assertThat(budget.steps()).isLessThan(4L * html.length());
        assertThat(text.length()).isLessThan(10 * html.length());
    }

    private static String read(String html) throws IOException {
        return read(html, DecodingBudget.bySteps(html.length()));
    }

    private static String read(String html, DecodingBudget budget) throws IOException {
        StringWriter text = new StringWriter();
        try (HtmlTextReader reader = new HtmlTextReader(new StringReader(html), budget)) {
            reader.transferTo(text);
        }
        return text.toString();
    }
}

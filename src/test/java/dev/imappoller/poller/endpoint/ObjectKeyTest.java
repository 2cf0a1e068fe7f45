package dev.imappoller.poller.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectKeyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "report.pdf|report.pdf",
                "Größe 2.tar.gz|Größe_2.tar.gz",
                "請求書.pdf|請求書.pdf",
                "हिन्दी.txt|हिन्दी.txt",
                "..|_.",
                "...a...b|_._a._.b",
                "../../etc/passwd|_._.__etc_passwd",
                "a\\b:c*d?e\"f<g>h|a_b_c_d_e_f_g_h",
                "100%&=+#.txt|100_____.txt",
                "turned\u202Egpj.exe|turned_gpj.exe",
                "zero\u200Bwidth\uFEFF|zero_width_",
                "smile\uD83D\uDE00.png|smile_.png",
                "half\uD83D.png|half_.png",
            })
    void nothingInANameLeadsElsewhere(String fileName, String safe) {
        assertThat(ObjectKey.safe(fileName)).isEqualTo(safe).doesNotContain("..");
    }

    @Test
    void noControlCharacterIsKept() {
        assertThat(ObjectKey.safe("nul\0tab\tline\r\nend\u0085\u2028.txt")).isEqualTo("nul_tab_line__end__.txt");
    }

    @Test
    void aLongNameKeepsItsExtension() {
        for (String letter : new String[] {"a", "ä", "請", "\uD835\uDC9C"}) {
            String safe = ObjectKey.safe(letter.repeat(5000) + ".pdf");

            assertThat(safe).endsWith(letter + ".pdf");
            assertThat(safe.getBytes(StandardCharsets.UTF_8).length)
                    .isBetween(ObjectKey.LONGEST_NAME - 4, ObjectKey.LONGEST_NAME);
            assertThat(safe).isEqualTo(new String(safe.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsTooLongForAnExtensionIsCutToo() {
        assertThat(ObjectKey.safe("a." + "x".repeat(5000)))
                .hasSize(ObjectKey.LONGEST_NAME)
                .startsWith("a.xxx");
    }

    @Test
    void noNameIsTooMuch() {
        assertThat(ObjectKey.safe("")).isEmpty();
    }
}

package dev.imappoller.page;

import dev.imappoller.poller.item.RecentDeliveries;
import java.util.List;

/**
 * A bar for each of the last 24 hours, the highest as high as the image.
 *
 * @param path the bars as the path of an SVG image, 71 wide and {@value #HEIGHT} high; empty without any
 * @param text the same in words
 */
record HourlyChart(String path, String text) {
    private static final int BAR = 2;
    private static final int GAP = 1;
    private static final int HEIGHT = 17;

    /** So that one message among thousands is seen. */
    private static final int LOWEST = 2;

    /** @param perHour numbers from 0 up, the oldest hour first */
    static HourlyChart of(List<Long> perHour) {
        long most = perHour.stream().mapToLong(Long::longValue).max().orElse(0);
        long sum = perHour.stream().mapToLong(Long::longValue).sum();
        StringBuilder path = new StringBuilder();
        for (int hour = 0; hour < perHour.size(); hour++) {
            if (perHour.get(hour) > 0) {
                long height = Math.max(LOWEST, Math.round((double) perHour.get(hour) * HEIGHT / most));
                path.append("M%d %dv-%dh%dv%dz".formatted(hour * (BAR + GAP), HEIGHT, height, BAR, height));
            }
        }
        String text = most == 0
                ? "Nothing delivered in the last 24 hours"
                : PageFormat.number(sum) + " delivered in the last 24 hours, at most " + PageFormat.number(most)
                        + " in one";
        return new HourlyChart(path.toString(), text);
    }

    /** The same for one poller. */
    static HourlyChart of(RecentDeliveries recent) {
        return of(recent.perHour().stream().map(Integer::longValue).toList());
    }
}

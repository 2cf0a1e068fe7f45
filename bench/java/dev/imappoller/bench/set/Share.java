package dev.imappoller.bench.set;

/**
 * A limit of the processor for a client's process, as Lambda sets it by the function's memory.
 *
 * @param ofOneCore 1 for a core of its own
 * @param afterInit from its first question for an event on, as in Lambda, where a function starts at full speed; else from the first
 *     moment
 */
public record Share(double ofOneCore, boolean afterInit) {

    public static Share of(double ofOneCore) {
        return new Share(ofOneCore, false);
    }

    public static Share afterInit(double ofOneCore) {
        return new Share(ofOneCore, true);
    }

    @Override
    public String toString() {
        return "a share of " + ofOneCore + (afterInit ? " after the start" : "");
    }
}

package dev.imappoller.poller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ModelWorld.Flags;
import dev.imappoller.poller.ModelWorld.Happening;
import dev.imappoller.poller.ModelWorld.Kind;
import dev.imappoller.poller.ModelWorld.Verdicts;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Passes over a model mailbox, whatever happens and in whatever order: the delivery contract holds after each, and once everything
 * works again everything is delivered.
 */
class PassPropertyTest {
    private static final int MOST_ACTIONS = 25;

    /** One finds the lease of a killed pass, one an endpoint that failed, and some wait for what an endpoint asked for, or up to six hours. */
    private static final int PASSES_TO_DELIVER_ALL = 16;

    @Property
    void nothingIsLostNorDeliveredTwiceWithoutNeed(@ForAll("histories") ActionChain<ModelWorld> chain) {
        ModelWorld world = chain.withInvariant(
                        "as promised",
                        state -> assertThat(state.history.violations()).isEmpty())
                .run();

        int passes = world.passesUntilAllIsDelivered(PASSES_TO_DELIVER_ALL);

        assertThat(world.history.open()).as("after " + passes + " passes").isEmpty();
        assertThat(world.history.violations()).isEmpty();
    }

    /** As long as passes come one after the other and write their status: what they know of one another stands in the item. */
    @Property
    void aServerThatLosesItsMarksHasNothingDeliveredTwice(@ForAll("lostMarks") ActionChain<ModelWorld> chain) {
        ModelWorld world = chain.withInvariant(
                        "as promised",
                        state -> assertThat(state.history.violations()).isEmpty())
                .run();

        world.passesUntilAllIsDelivered(PASSES_TO_DELIVER_ALL);

        assertThat(world.history.open()).isEmpty();
        assertThat(world.history.violations()).isEmpty();
    }

    @Provide
    Arbitrary<ActionChain<ModelWorld>> lostMarks() {
        return ActionChain.startWith(ModelWorld::new)
                .withAction(4, action(Arbitraries.integers().between(1, 15), "arrive", ModelWorld::arrive))
                .withAction(
                        8, action(Arbitraries.integers(), "pass", (world, s) -> world.pass(Map.of(), new Random(s))))
                .withAction(3, action(Arbitraries.of(true, false), "marks lost", (world, is) -> world.marksLost = is))
                .withAction(2, action(Arbitraries.of(Verdicts.class), "answers", (world, v) -> world.verdicts = v))
                .withAction(
                        2, action(Arbitraries.of(true, false), "STORE refused", (world, is) -> world.storeRefused = is))
                .withAction(1, action(Arbitraries.of(true, false), "ledger down", (world, is) -> world.ledgerDown = is))
                .withAction(
                        1,
                        action(Arbitraries.integers(), "somebody reads", (world, seed) -> world.read(new Random(seed))))
                .withAction(
                        1,
                        action(Arbitraries.just(1), "an hour later", (world, one) -> world.elapse(Duration.ofHours(1))))
                .withMaxTransformations(MOST_ACTIONS);
    }

    /**
     * Messages that take their connection down or that the web app dies at, in any order among healthy ones: each may cost a pass until it
     * is known, and none costs new mail anything after that.
     */
    @Property(tries = 300)
    void badMessagesHoldUpNoOthers(
            @ForAll @Size(max = 12) List<Kind> kinds,
            @ForAll Flags flags,
            @ForAll @IntRange(min = 0, max = 60) int healthyBehind) {
        ModelWorld world = new ModelWorld();
        world.flags = flags;
        Set<String> healthy = new HashSet<>();
        for (Kind kind : kinds) {
            String name = world.arrive(kind);
            if (kind == Kind.HEALTHY) {
                healthy.add(name);
            }
        }
        for (int i = 0; i < healthyBehind; i++) {
            healthy.add(world.arrive(Kind.HEALTHY));
        }
        int bad = (int) kinds.stream().filter(kind -> kind != Kind.HEALTHY).count();
        for (int i = 0; i <= 2 * bad + 1; i++) {
            pass(world);
        }
        assertThat(world.history.open()).as("those among bad ones").noneMatch(healthy::contains);

        for (int i = 0; i < 5; i++) {
            String name = world.arrive(Kind.HEALTHY);
            pass(world);
            assertThat(world.history.open()).as("one that is new").doesNotContain(name);
        }
        assertThat(world.history.violations()).isEmpty();
        assertThat(world.history.duplicates()).isZero();
    }

    private static void pass(ModelWorld world) {
        world.elapse(Duration.ofMinutes(1));
        world.pass(Map.of(), new Random(0));
    }

    @Provide
    Arbitrary<ActionChain<ModelWorld>> histories() {
        return ActionChain.startWith(ModelWorld::new)
                .withAction(4, action(Arbitraries.integers().between(1, 15), "arrive", ModelWorld::arrive))
                .withAction(3, action(Arbitraries.just(1), "pass", (world, one) -> world.pass(Map.of(), new Random(0))))
                .withAction(8, passes())
                .withAction(3, action(Arbitraries.of(Verdicts.class), "answers", (world, v) -> world.verdicts = v))
                .withAction(
                        2, action(Arbitraries.of(true, false), "STORE refused", (world, is) -> world.storeRefused = is))
                .withAction(1, action(Arbitraries.of(true, false), "ledger down", (world, is) -> world.ledgerDown = is))
                .withAction(
                        3,
                        action(
                                Arbitraries.integers().between(1, 600),
                                "seconds later",
                                (world, seconds) -> world.elapse(Duration.ofSeconds(seconds))))
                .withAction(
                        1,
                        action(
                                Arbitraries.integers().between(-100_000, 100_000),
                                "clock jumps by seconds",
                                (world, seconds) -> world.now = world.now.plusSeconds(seconds)))
                .withAction(
                        1,
                        action(
                                Arbitraries.integers(),
                                "somebody deletes",
                                (world, seed) -> world.expunge(new Random(seed))))
                .withAction(
                        1,
                        action(Arbitraries.integers(), "somebody reads", (world, seed) -> world.read(new Random(seed))))
                .withAction(1, action(Arbitraries.just(1), "new UIDVALIDITY", (world, one) -> world.makeAnew()))
                .withAction(1, action(Arbitraries.of(Kind.class), "arrives", ModelWorld::arrive))
                .withMaxTransformations(MOST_ACTIONS);
    }

    /** A pass with up to three happenings at any of its steps. */
    private static Action.Independent<ModelWorld> passes() {
        Arbitrary<Map<Integer, Happening>> plans = Arbitraries.maps(
                        Arbitraries.integers().between(1, 120), Arbitraries.of(Happening.class))
                .ofMinSize(1)
                .ofMaxSize(3);
        return () -> Combinators.combine(plans, Arbitraries.integers())
                .as((plan, seed) -> Transformer.<ModelWorld>mutate(
                        "pass with " + plan + ", seed " + seed, world -> world.pass(plan, new Random(seed))));
    }

    /** What is done to a world with a value. */
    private interface Change<T> {
        void to(ModelWorld world, T value);
    }

    private static <T> Action.Independent<ModelWorld> action(Arbitrary<T> values, String name, Change<T> change) {
        return () -> values.map(value -> {
            Consumer<ModelWorld> mutation = world -> change.to(world, value);
            return Transformer.mutate(name + " " + value, mutation);
        });
    }
}

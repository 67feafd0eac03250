package dev.qunfa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qunfa.lifecycle.Story.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;

/** Whatever happens to a message, in whatever order and however often: these hold after every single trigger. */
@Domain(Stories.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class LifecyclePropertyTest {
    private static final Instant FAR_FUTURE = SampleMessages.RECEIVED.plus(Duration.ofDays(1_000));

    @Property
    void storiesReachEveryStatusThatAValidRequestCanHave(@ForAll Story story) {
        story.moments().map(Message::status).distinct().forEach(Statistics::collect);
        Statistics.coverage(coverage -> Stream.of(MessageStatus.values())
                .filter(status -> status != MessageStatus.REJECTED)
                .forEach(status -> coverage.check(status).count(count -> count > 0)));
    }

    @Property
    void i2AttemptsAreCountedExactlyWhenTheyBegin(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            boolean begins = scene.becomes(MessageStatus.SENDING);
            assertThat(scene.after().attempts()).isEqualTo(scene.before().attempts() + (begins ? 1 : 0));
            if (begins) {
                assertThat(scene.trigger()).isInstanceOf(Trigger.AttemptBegins.class);
                assertThat(scene.before().status()).isEqualTo(MessageStatus.QUEUED);
            }
        }
    }

    @Property
    void i3NothingIsQueuedAgainButByProofByPolicyOrByAnOperator(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            if (scene.becomes(MessageStatus.QUEUED)) {
                assertThat(mayBeQueuedAgain(scene)).as("%s", scene).isTrue();
            }
        }
    }

    private static boolean mayBeQueuedAgain(Scene scene) {
        Message before = scene.before();
        boolean doubtful = before.status() == MessageStatus.IN_DOUBT;
        if (scene.trigger() instanceof Trigger.NotProcessed proof) {
            return proof.attempt() == before.attempts() && (doubtful || before.status() == MessageStatus.SENDING);
        }
        if (scene.trigger() instanceof Trigger.HeldBack proof) {
            return proof.attempt() == before.attempts() && (doubtful || before.status() == MessageStatus.SENDING);
        }
        if (scene.trigger() instanceof Trigger.TimeReached time) {
            return doubtful
                    && before.attempts() < time.windows().resendBelow()
                    && !before.schedule().tooLateAt(time.at());
        }
        return scene.trigger() instanceof Trigger.Resolve decision
                && decision.outcome() == Trigger.Resolve.Outcome.RESEND
                && !before.schedule().tooLateAt(decision.at())
                && (doubtful || before.status() == MessageStatus.UNCONFIRMED);
    }

    @Property
    void i4NoAttemptBeginsOutsideOfItsTimes(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            if (scene.becomes(MessageStatus.SENDING)) {
                Instant at = ((Trigger.AttemptBegins) scene.trigger()).at();
                Instant wakeAt = ((Queued) scene.before().state()).wakeAt();
                assertThat(scene.before().schedule().tooLateAt(at)).isFalse();
                assertThat(scene.before().schedule().tooEarlyAt(at)).isFalse();
                assertThat(wakeAt == null || !at.isBefore(wakeAt)).isTrue();
            }
        }
    }

    @Property
    void i4NothingStaysQueuedAtItsDeadline(@ForAll Story story) {
        story.moments()
                .filter(message -> message.status() == MessageStatus.QUEUED)
                .forEach(message -> {
                    Instant deadline = message.schedule().deadline();
                    if (deadline != null) {
                        assertThat(at(message, deadline).after().status()).isEqualTo(MessageStatus.EXPIRED);
                    }
                });
    }

    @Property
    void i6TheFirstResultOfAnItemStands(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            for (int i = 0; i < scene.before().items().list().size(); i++) {
                Item before = scene.before().items().list().get(i);
                Item after = scene.after().items().list().get(i);
                assertThat(after.head()).isEqualTo(before.head());
                if (!before.isOpen()) {
                    assertThat(after.status()).isEqualTo(before.status());
                    assertThat(after.errMsg()).isEqualTo(before.errMsg());
                }
            }
        }
    }

    @Property
    void i6NoResultOfAnOpenItemIsLost(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            if (scene.trigger() instanceof Trigger.ItemReported report && isForAnOpenItem(scene.before(), report)) {
                Item item = scene.after().items().numbered(report.msgNum()).orElseThrow();
                assertThat(item.status()).isEqualTo(report.sent() ? ItemStatus.SENT : ItemStatus.FAILED);
                assertThat(item.errMsg()).isEqualTo(report.errMsg());
                assertThat(scene.after().status()).isIn(acceptedOrFinal());
            }
        }
    }

    private static boolean isForAnOpenItem(Message message, Trigger.ItemReported report) {
        return report.from().equals(message.target())
                && message.items()
                        .numbered(report.msgNum())
                        .filter(Item::isOpen)
                        .isPresent();
    }

    private static List<MessageStatus> acceptedOrFinal() {
        return List.of(
                MessageStatus.ACCEPTED,
                MessageStatus.SENT,
                MessageStatus.PARTIALLY_SENT,
                MessageStatus.FAILED,
                MessageStatus.UNCONFIRMED);
    }

    @Property
    void i6AnAppliedCallbackGivesExactlyOneEventAboutItsItem(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            if (scene.trigger() instanceof Trigger.ItemReported report && scene.isMoved()) {
                assertThat(scene.events()).singleElement().satisfies(event -> {
                    assertThat(event.msgNum()).isEqualTo(report.msgNum());
                    assertThat(event.type())
                            .isIn(report.sent() ? EventType.ITEM_SENT : EventType.ITEM_FAILED, EventType.CONTRADICTED);
                    assertThat(event.error()).isEqualTo(scene.after().state().error());
                });
            }
        }
    }

    @Property
    void i6AContradictionIsToldOncePerItem(@ForAll Story story) {
        List<Integer> contradicted = new ArrayList<>();
        for (Scene scene : story.scenes()) {
            for (Emission event : scene.events()) {
                if (event.type() == EventType.CONTRADICTED) {
                    assertThat(contradicted).doesNotContain(event.msgNum());
                    contradicted.add(event.msgNum());
                }
            }
            assertThat(contradictedItems(scene.after())).containsExactlyInAnyOrderElementsOf(contradicted);
        }
    }

    private static List<Integer> contradictedItems(Message message) {
        return message.items().list().stream()
                .filter(Item::contradicted)
                .map(item -> item.head().msgNum())
                .toList();
    }

    @Property
    void i6ReportsOfStrangersAndOfUnknownItemsChangeNothing(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            if (scene.trigger() instanceof Trigger.ItemReported report
                    && (!report.from().equals(scene.before().target())
                            || scene.before().items().numbered(report.msgNum()).isEmpty())) {
                assertThat(scene.isMoved()).isFalse();
            }
        }
    }

    @Property
    void i7EventsAreNumberedFromOneWithoutGaps(@ForAll Story story) {
        List<Emission> told = new ArrayList<>(story.birth().events());
        story.scenes().forEach(scene -> told.addAll(scene.events()));
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).seq()).isEqualTo(i + 1);
        }
        for (Scene scene : story.scenes()) {
            assertThat(scene.after().seq())
                    .isEqualTo(scene.before().seq() + scene.events().size());
        }
    }

    @Property
    void i7AMessageBecomesFinalOnTheFirstEventThatTellsSo(@ForAll Story story) {
        MessageStatus told = null;
        List<Decision.Moved> moves = Stream.concat(
                        Stream.of(story.birth()),
                        story.scenes().stream().filter(Story.Scene::isMoved).map(scene ->
                                (Decision.Moved) scene.decision()))
                .toList();
        for (Decision.Moved move : moves) {
            for (Emission event : move.events()) {
                MessageStatus now = move.next().status();
                assertThat(event.becameFinal()).isEqualTo(Emission.becameFinal(told, now));
                told = now;
            }
            assertThat(move.next().status().isFinal()).isEqualTo(told != null && told.isFinal());
        }
    }

    @Property
    void i7EveryStatusThatUsersWaitForIsTold(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            MessageStatus after = scene.after().status();
            if (scene.becomes(after) && after != MessageStatus.QUEUED && after != MessageStatus.SENDING) {
                assertThat(scene.events()).as("%s", scene).hasSize(1);
            }
        }
    }

    @Property
    void aFinalStatusNeverChangesUnlessItIsUnconfirmed(@ForAll Story story) {
        for (Scene scene : story.scenes()) {
            MessageStatus before = scene.before().status();
            if (before.isFinal() && before != MessageStatus.UNCONFIRMED) {
                assertThat(scene.after().status()).isEqualTo(before);
                assertThat(scene.after().state()).isEqualTo(scene.before().state());
            }
        }
    }

    @Property
    void aStateAndItsItemsAgree(@ForAll Story story) {
        story.moments()
                .forEach(message ->
                        assertThat(Shape.violatedBy(message)).as("%s", message).isEmpty());
    }

    @Property
    void timeMovesAMessageAtTheInstantThatWasForetoldAndNotBefore(@ForAll Story story) {
        story.moments().forEach(message -> Story.nextMove(message, SampleMessages.AWAIT)
                .ifPresentOrElse(
                        next -> {
                            assertThat(at(message, next).isMoved()).isTrue();
                            assertThat(at(message, next.minusNanos(1)).isMoved())
                                    .isFalse();
                        },
                        () -> assertThat(at(message, FAR_FUTURE).isMoved()).isFalse()));
    }

    private static Scene at(Message message, Instant instant) {
        Trigger time = new Trigger.TimeReached(instant, SampleMessages.AWAIT);
        return new Scene(message, time, message.on(time));
    }

    @Property
    void timeAloneBringsEveryMessageToRest(@ForAll Story story) {
        story.moments().forEach(message -> {
            Message now = message;
            for (int moves = 0; Story.nextMove(now, SampleMessages.AWAIT).isPresent(); moves++) {
                assertThat(moves).isLessThan(4);
                now = at(now, Story.nextMove(now, SampleMessages.AWAIT).get()).after();
            }
            assertThat(now.status().isFinal() || now.isAwake()).isTrue();
        });
    }
}

package dev.qunfa.intake;

import dev.qunfa.health.Topics;
import dev.qunfa.store.RequestsTopics;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Knows the {@link Layout} of the requests topic, as all replicas know it: read from the broker and the database when it is first
 * needed, and again when the topic was made anew. Partitions that are added are told, and used for new homes once a replica that is
 * alone in its group starts with nothing waiting. Thread-safe.
 */
@ApplicationScoped
class Homes {
    private static final Logger LOG = Logger.getLogger(Homes.class);

    private final Topics topics;
    private final RequestsTopics known;
    private final Drained drained;
    private final IntakeConfig config;
    private volatile Layout layout;
    private volatile boolean suspected;
    private volatile Runnable onAnotherTopic = () -> {};

    Homes(Topics topics, RequestsTopics known, Drained drained, IntakeConfig config, MeterRegistry registry) {
        this.topics = topics;
        this.known = known;
        this.drained = drained;
        this.config = config;
        registry.gauge("qunfa.requests.homes", this, homes -> homes.layout == null ? 0 : homes.layout.homes());
    }

    /** @param listener told on any thread that the topic was made anew while it was read */
    void onAnotherTopic(Runnable listener) {
        onAnotherTopic = listener;
    }

    /** What is known without asking anybody; null before the first answer. */
    Layout known() {
        return layout;
    }

    /** Of the topic that is read; empty before it is known. */
    String topicId() {
        Layout now = layout;
        return now == null ? "" : now.topicId();
    }

    /** What is known, if that is still what the broker said last; null if somebody has to be asked. */
    Layout valid() {
        Layout now = layout;
        return now != null
                        && !suspected
                        && topics.latest(config.topic()).orElse(null) instanceof Topics.Present present
                        && isSame(now, present)
                ? now
                : null;
    }

    /** Fails if broker or database cannot be asked; another try may succeed. */
    Uni<Layout> current() {
        Layout now = layout;
        if (now == null || suspected) {
            return lookAgain();
        }
        if (topics.latest(config.topic()).orElse(null) instanceof Topics.Present present) {
            return isSame(now, present) ? Uni.createFrom().item(now) : adapt(now, present);
        }
        return Uni.createFrom().item(now);
    }

    /** Partitions were given to this replica: they may be those of another topic of this name. */
    void suspect() {
        suspected = true;
    }

    /** As {@link #current}, but asks the broker whether it is still the same topic. */
    Uni<Layout> lookAgain() {
        return topics.look(config.topic()).chain(found -> {
            if (found instanceof Topics.Present present) {
                suspected = false;
                return adapt(layout, present);
            }
            return layout == null
                    ? Uni.createFrom().failure(new IllegalStateException("the requests topic is not known yet"))
                    : Uni.createFrom().item(layout);
        });
    }

    private static boolean isSame(Layout layout, Topics.Present present) {
        return present.id().equals(layout.topicId()) && present.partitions() == layout.partitions();
    }

    private Uni<Layout> adapt(Layout before, Topics.Present present) {
        if (before != null && present.id().equals(before.topicId())) {
            return Uni.createFrom().item(take(before.withPartitions(present.partitions())));
        }
        return known.of(present.id(), config.topic(), present.partitions())
                .chain(found -> grown(found, present))
                .map(found -> take(new Layout(present.id(), found.epoch(), found.homes(), present.partitions())))
                .invoke(() -> {
                    if (before != null) {
                        onAnotherTopic.run();
                    }
                });
    }

    private Uni<RequestsTopics.Known> grown(RequestsTopics.Known found, Topics.Present present) {
        if (found.homes() >= present.partitions()) {
            return Uni.createFrom().item(found);
        }
        return drained.now(present.partitions())
                .chain(isDrained -> isDrained
                        ? known.grow(present.id(), present.partitions())
                        : Uni.createFrom().item(false))
                .map(grew -> grew ? new RequestsTopics.Known(found.epoch(), present.partitions()) : found);
    }

    private Layout take(Layout now) {
        if (!now.equals(layout)) {
            layout = now;
            tell(now);
        }
        return now;
    }

    private void tell(Layout now) {
        if (now.homes() == now.partitions()) {
            LOG.debugf("Robots are distributed among %d partitions.", now.homes());
        } else {
            LOG.warnf(
                    "The requests topic has %d partitions, robots are distributed among %d as before, so that none loses its order;"
                            + " records that lie elsewhere are published once more. A start of one replica alone, with nothing"
                            + " waiting and all records read, distributes them anew.",
                    now.partitions(), now.homes());
        }
    }
}

package dev.qunfa.sandbox.bench;

import dev.qunfa.sandbox.tour.Part;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The loads of one round, first for the bare pipeline, then for the service. Each is cold when it has just started, so the
 * service is started after the first run of the other. One thread.
 */
final class Runs {

    private static final String COLD = "cold";

    private final Run run;
    private final Loads loads;
    private final Consumer<Result> results;
    private List<Part> bare;
    private List<Part> service;
    private Load carried;

    /** @param results takes each result as it comes */
    Runs(Run run, Loads loads, Consumer<Result> results) {
        this.run = run;
        this.loads = loads;
        this.results = results;
    }

    /** Makes loads whose messages are no others'. */
    interface Loads {
        /** @param rate messages a second, or 0 for all at once */
        Load of(int messages, int rate);
    }

    /** @param started the bare pipeline, which is cold, or nothing if it is not measured */
    void bare(List<Part> started, int messages) throws InterruptedException {
        bare = started;
        bare(COLD, messages, 0);
    }

    /** @param started the service's replicas, which are cold */
    void service(List<Part> started, Options options) throws InterruptedException {
        service = started;
        service(COLD, options.messages(), 0);
        if (options.warmup() > 0) {
            both("warm-up", options.warmup(), 0);
            both("hot", options.messages(), 0);
        }
        for (int rate : options.rates()) {
            both(rate + "/s", rate * options.seconds(), rate);
        }
    }

    private void both(String name, int messages, int rate) throws InterruptedException {
        bare(name, messages, rate);
        service(name, messages, rate);
    }

    private void bare(String name, int messages, int rate) throws InterruptedException {
        if (!bare.isEmpty()) {
            results.accept(run.measure(Medians.BARE + name, Subject.BARE, bare, loads.of(messages, rate)));
        }
    }

    private void service(String name, int messages, int rate) throws InterruptedException {
        carried = loads.of(messages, rate);
        results.accept(run.measure(name, Subject.SERVICE, service, carried));
    }

    /** What the service carried last. */
    Load carried() {
        return carried;
    }

    /** The status API is asked about the messages that were carried last, while others are. */
    List<Questions.Answered> asked(String serviceUrl, int rate, int seconds) throws InterruptedException {
        Questions questions = new Questions(serviceUrl, carried);
        AtomicBoolean going = new AtomicBoolean(true);
        FutureTask<List<Questions.Answered>> asking =
                new FutureTask<>(() -> questions.askWhile(going::get, rate + "/s"));
        new Thread(asking, "questions").start();
        try {
            Load load = loads.of(rate * seconds, rate);
            results.accept(run.measure(rate + "/s, asked", Subject.SERVICE, service, load));
        } finally {
            going.set(false);
        }
        return answers(asking);
    }

    private static List<Questions.Answered> answers(FutureTask<List<Questions.Answered>> asking)
            throws InterruptedException {
        try {
            return asking.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The status API could not be asked beside a load.", e.getCause());
        }
    }
}

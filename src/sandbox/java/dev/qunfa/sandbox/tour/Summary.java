package dev.qunfa.sandbox.tour;

import java.io.PrintStream;
import java.util.List;

/** Prints what the checks found, and how to go on. Any thread. */
final class Summary {

    private final PrintStream out;

    Summary(PrintStream out) {
        this.out = out;
    }

    /** Returns true when there is nothing wrong. */
    boolean print(List<TourChecks.Finding> findings, List<String> problemsOnTheWay) {
        out.printf("%nChecked against the results topic, the REST API and the platform's own record:%n%n");
        for (TourChecks.Finding each : findings) {
            boolean good = each.problems().isEmpty();
            out.printf("  %-6s %-24s %s%n", good ? "ok" : "WRONG", each.msgId(), each.outcome());
            each.problems().forEach(problem -> out.printf("         %-24s   %s%n", "", problem));
        }
        problemsOnTheWay.forEach(problem -> out.printf("  WRONG  %s%n", problem));
        long wrong =
                findings.stream().filter(each -> !each.problems().isEmpty()).count() + problemsOnTheWay.size();
        out.printf("%n%s%n", wrong == 0 ? "All " + findings.size() + " checks hold." : wrong + " checks FAILED.");
        return wrong == 0;
    }

    void commands(Addresses at) {
        out.printf(
                """

                The sandbox stays up. Kafka %s, database %s (user postgres), platform %s, service %s

                Send a message, then look at it from every side:

                  echo '{"msg_id":"hello-1","robot_id":"r-1","group_id":"g-1","msg_list":[{"msg_num":1,"msg_type":1,"msg_content":"你好"}]}' | ./sandbox send -
                  curl -s %s/api/v1/messages/hello-1
                  curl -sN %s/api/v1/messages/hello-1/events/stream
                  curl -s '%s/admin/posts?msg_id=hello-1&body=true'
                  ./sandbox results

                Let every message that starts with bad- fail, then send one:

                  curl -s %s/admin/rules -d '{"msg_id_prefix":"bad-","effect":{"kind":"fail_items"}}'
                  echo '{"msg_id":"bad-1","robot_id":"r-1","group_id":"g-1","msg_list":[{"msg_num":1,"msg_type":1,"msg_content":"你好"}]}' | ./sandbox send -

                Logs are in target/sandbox/logs. Ctrl-C stops everything. Status events, as they come:

                """,
                at.brokerAddress(),
                at.databaseUrl(),
                at.platformUrl(),
                at.serviceUrl(),
                at.serviceUrl(),
                at.serviceUrl(),
                at.platformUrl(),
                at.platformUrl());
    }
}

/**
 * Qunfa sends messages to WeChat and WeCom groups: from a Kafka topic, through the robot platform, and back to a Kafka topic
 * with what became of each.
 *
 * <h2>The path of one request</h2>
 *
 * <pre>
 * qunfa.requests ──► intake ──► store ──► dispatch ──► platform ──► SendMsgToGroup
 *                                 ▲  │                                     │
 *                                 │  ├──► results ──► qunfa.results        │
 *                                 │  └──► status ───► HTTP API             ▼
 *                                 └──────────────── callback ◄──── one callback an item
 * </pre>
 *
 * <ol>
 *   <li>{@link dev.qunfa.intake}: a batch of records is decoded, every rule is checked, and the batch is stored in one
 *       transaction. Then its offsets are committed; from here on the database is the truth.
 *   <li>{@link dev.qunfa.store}: every change of a message is a trigger that meets its row: lock, ask the lifecycle,
 *       write state and events in one transaction. Triggers that arrive together share it.
 *   <li>{@link dev.qunfa.dispatch}: the message waits in the lane of its robot and group. When its turn comes, the attempt
 *       is committed, then made, then its outcome is committed.
 *   <li>{@link dev.qunfa.platform}: one POST under one timer, and what its answer proves, in a closed vocabulary.
 *   <li>{@code dev.qunfa.callback}: seconds later the platform tells each item's result; it is authenticated, decrypted,
 *       stored, and only then answered.
 *   <li>{@link dev.qunfa.results}: the events of all this leave the outbox for the results topic, in order, each until the
 *       broker has acknowledged it.
 *   <li>{@code dev.qunfa.status}: whoever asks over HTTP reads the same from the database; cancelling and resolving are
 *       triggers like any other.
 * </ol>
 *
 * <p>What may happen to a message, and what that means, is decided in one place: {@link dev.qunfa.lifecycle}, a pure state
 * machine that knows no clock, no database and no network. It is the package to read first, beginning with {@link
 * dev.qunfa.lifecycle.State} and {@link dev.qunfa.lifecycle.Trigger}.
 *
 * <h2>This package</h2>
 *
 * <p>{@link dev.qunfa.Qunfa} is the entry: it checks the configuration ({@code StartCheck}), then starts; beside that, {@code
 * CompilerThrift} and {@code MemoryThrift} tell the JVM what not to spend its time and memory on. {@code Wiring} holds the
 * few beans that belong to no feature alone, {@code EffectiveConfiguration} logs what the service runs with.
 *
 * <p>Each package says at its head what it is for. Why things are so is in {@code docs/architecture.md} and {@code docs/adr},
 * what users rely on in {@code docs/reference.md}.
 */
package dev.qunfa;

package dev.qunfa.store;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.impl.command.CommandResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Watches one connection to the database, and closes it when a statement has waited for too long: the other end may be gone
 * without a word. It closes one that leads to a server that only reads or stops, too. Runs on the connection's event loop.
 *
 * <p>The time-outs of the client and of Vert.x do not do this: they say goodbye first and then wait for the other end to
 * hang up.
 */
final class SilenceGuard extends ChannelDuplexHandler {
    private static final Logger LOG = Logger.getLogger(SilenceGuard.class);
    /** What Vert.x calls the last handler, above the one that speaks the database's language. */
    private static final String LAST = "handler";

    /** Read-only transaction; shutting down, crashed, or starting. */
    private static final Set<String> LEADS_ASTRAY = Set.of("25006", "57P01", "57P02", "57P03");

    private final long maxNanos;
    private int unanswered;
    private long since;
    private boolean looking;

    private SilenceGuard(long maxNanos) {
        this.maxNanos = maxNanos;
    }

    /** @param connection a new one, on its own event loop */
    static void watch(SqlConnection connection, long maxNanos) {
        Connection inner = ((SqlConnectionInternal) connection).unwrap();
        while (inner.unwrap() != inner) {
            inner = inner.unwrap();
        }
        ChannelPipeline pipeline =
                ((SocketConnectionBase) inner).socket().channelHandlerContext().pipeline();
        pipeline.addBefore(LAST, SilenceGuard.class.getName(), new SilenceGuard(maxNanos));
    }

    @Override
    public void write(ChannelHandlerContext channel, Object message, ChannelPromise written) {
        if (message instanceof CommandBase) {
            if (unanswered == 0) {
                since = System.nanoTime();
            }
            unanswered++;
            lookLater(channel, maxNanos);
        }
        channel.write(message, written);
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        if (!(message instanceof CommandResponse<?> response)) {
            channel.fireChannelRead(message);
            return;
        }
        unanswered--;
        since = System.nanoTime();
        boolean leadsAstray = leadsAstray(response.toAsyncResult().cause());
        channel.fireChannelRead(message);
        if (leadsAstray) {
            channel.pipeline().firstContext().close();
        }
    }

    /** Whether the server only reads, or stops: the next connection may lead to one that does better. */
    private static boolean leadsAstray(Throwable failure) {
        return failure instanceof PgException refused && LEADS_ASTRAY.contains(String.valueOf(refused.getSqlState()));
    }

    /** One look at a time, so that a statement costs no timer. */
    private void lookLater(ChannelHandlerContext channel, long nanos) {
        if (!looking) {
            looking = true;
            channel.executor().schedule(() -> look(channel), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void look(ChannelHandlerContext channel) {
        looking = false;
        if (unanswered == 0 || !channel.channel().isActive()) {
            return;
        }
        long left = maxNanos - (System.nanoTime() - since);
        if (left > 0) {
            lookLater(channel, left);
            return;
        }
        LOG.warnf(
                "The database has said nothing for %d s to what waits on one connection; the connection is closed.",
                TimeUnit.NANOSECONDS.toSeconds(maxNanos));
        // Below everybody who would want to say goodbye first.
        channel.pipeline().firstContext().close();
    }
}

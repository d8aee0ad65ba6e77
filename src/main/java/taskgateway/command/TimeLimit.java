package taskgateway.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;

/**
 * Gives a command up that has not ended in time, whatever it hangs in: a thread within a driver cannot always be
 * interrupted, but the program can end. Time in which the operator is asked does not count.
 */
public final class TimeLimit implements IExecutionStrategy {

    private final IExecutionStrategy commands = new CommandLine.RunLast();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile long begun;

    /** A command, or options of a command, that say how long it may take. */
    public interface Limited {

        /** How long it may take. */
        Duration limit();
    }

    @Override
    public int execute(ParseResult parsed) {
        CommandSpec command = leaf(parsed).commandSpec();
        Optional<Duration> limit = limit(command);
        return limit.isEmpty() ? commands.execute(parsed) : within(limit.get(), command.commandLine(), parsed);
    }

    /** Asks somebody; the time that the answer takes does not count. */
    public <T> T whileAsking(Supplier<T> question) {
        asking.lock();
        try {
            return question.get();
        } finally {
            begun = System.nanoTime();
            asking.unlock();
        }
    }

    private int within(Duration limit, CommandLine command, ParseResult parsed) {
        FutureTask<Integer> work = new FutureTask<>(() -> commands.execute(parsed));
        begun = System.nanoTime();
        Thread thread = new Thread(work, "command");
        thread.setDaemon(true);
        thread.start();
        try {
            while (left(limit) > 0) {
                Optional<Integer> code = awaitEnd(work, left(limit));
                if (code.isPresent()) {
                    return code.get();
                }
                asking.lock(); // Waits while somebody is asked.
                asking.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ClientFault fault = ClientFault.unknown(
                "No end within " + limit.toSeconds() + " s (--timeout): whether it was done is not known.", null);
        throw new CommandLine.ExecutionException(command, "given up", fault);
    }

    private long left(Duration limit) {
        return limit.toNanos() - (System.nanoTime() - begun);
    }

    private static Optional<Integer> awaitEnd(FutureTask<Integer> work, long nanos) throws InterruptedException {
        try {
            return Optional.of(work.get(nanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault; // As it would have come without this class in between.
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static ParseResult leaf(ParseResult parsed) {
        return parsed.hasSubcommand() ? leaf(parsed.subcommand()) : parsed;
    }

    private static Optional<Duration> limit(CommandSpec command) {
        return Stream.concat(Stream.of(command), command.mixins().values().stream()).map(CommandSpec::userObject)
                .filter(Limited.class::isInstance).map(limited -> ((Limited) limited).limit()).findFirst();
    }
}

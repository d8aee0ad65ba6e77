package taskgateway.command.send;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import taskgateway.command.ClientFault;
import taskgateway.command.ExitStatus;
import taskgateway.command.TimeLimit;
import taskgateway.directory.Consumer;
import taskgateway.directory.Provider;
import taskgateway.fhir.Format;
import taskgateway.request.Interaction;
import taskgateway.request.Via;
import taskgateway.token.TokenIssuer;

/** Sends one task, with fresh headers, token and date, and prints the answer. */
@Command(name = "send", description = "Sends a task to a provider through the gateway and prints the answer.",
        footer = "Exit status: 0 delivered, 1 refused, 2 wrong command or nothing sent, 3 outcome unknown.")
final class SendCommand implements Callable<Integer>, TimeLimit.Limited {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PartyOptions parties;

    @Mixin
    private Certificates certificates;

    @Option(names = {"-f", "--file"}, defaultValue = "examples/task.json", paramLabel = "FILE",
            description = "The task, JSON or XML (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Option(names = "--via", defaultValue = "HTTP", paramLabel = "http|jms",
            description = "The way in (default: http).")
    private Via via;

    @Option(names = "--format", paramLabel = "json|xml", description = "Send in this format (default: as the file is).")
    private Format format;

    @Option(names = "--date", defaultValue = "today", paramLabel = "DATE",
            description =
                    "Put in place of the task's date: today in London, as-is, or this text (default:"
                    + " ${DEFAULT-VALUE}).")
    private String date;

    @Option(names = "--accept", paramLabel = "TYPE", description = "The Accept header (default: none).")
    private String accept;

    @Option(names = "--minimal", description = "Ask for an answer without the task: Prefer: return=minimal.")
    private boolean minimal;

    @Option(names = "--header", paramLabel = "NAME=VALUE",
            description =
                    "Put in place of a header, to see the gateway refuse; an empty value removes it. May be repeated.")
    private List<String> overrides = List.of();

    @Option(names = "--proxy",
            description = "Use the gateway as a forward proxy: the provider's whole URL as the path.")
    private boolean proxy;

    @Option(names = "--broker", paramLabel = "URL",
            description = "The broker, for jms (default: as the settings say, in the name of gateway.broker.user).")
    private String broker;

    @Option(names = "--queue", paramLabel = "NAME",
            description = "The queue, for jms (default: the setting gateway.jms.in).")
    private String queue;

    @Option(names = "--no-wait", description = "For jms: do not wait for the reply.")
    private boolean noWait;

    @Option(names = "--timeout", defaultValue = "30", paramLabel = "SECONDS",
            description = "How long to wait for the answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(names = "--show-request", description = "Print the request before the answer.")
    private boolean showRequest;

    @Override
    public Integer call() {
        checkOptions();
        TaskFile task = task();
        Provider provider = parties.provider();
        HeaderFields headers = headers(provider, task.format());
        Optional<GatewayAnswer> answer = via == Via.HTTP ? overHttp(provider, headers, task) : overJms(headers, task);
        PrintWriter out = spec.commandLine().getOut();
        answer.ifPresentOrElse(
                new AnswerPrinter(out)::print,
                () -> out.println("Sent, trace id " + headers.first("Ssp-TraceID") + "; no reply awaited."));
        return answer.map(GatewayAnswer::delivered).orElse(true) ? ExitStatus.OK : ExitStatus.REFUSED;
    }

    private void checkOptions() {
        if (via == Via.HTTP && noWait) {
            throw new ParameterException(spec.commandLine(), "--no-wait goes with --via jms");
        }
        if (via == Via.JMS && proxy) {
            throw new ParameterException(spec.commandLine(), "--proxy goes with --via http");
        }
        if (timeout < 1 || timeout > 3600) {
            throw new ParameterException(spec.commandLine(), "--timeout takes 1 to 3600 seconds");
        }
    }

    private TaskFile task() {
        TaskFile task = TaskFile.read(file).in(format);
        return switch (date) {
            case "as-is" -> task;
            case "today" -> task.dated(LocalDate.now(ZoneId.of("Europe/London")).toString());
            default -> task.dated(date);
        };
    }

    private HeaderFields headers(Provider provider, Format sent) {
        Consumer consumer = parties.consumer();
        String token = new TokenIssuer().issue(consumer, provider.serviceRoot(), TokenIssuer.WRITE, Instant.now());
        HeaderFields headers = new HeaderFields()
                .set("Ssp-TraceID", UUID.randomUUID().toString())
                .set("Ssp-From", consumer.asid())
                .set("Ssp-To", provider.asid())
                .set("Ssp-InteractionID", Interaction.CREATE_ORDER.id())
                .set("Authorization", "Bearer " + token)
                .set("Content-Type", sent.contentType())
                .set("Accept", accept)
                .set("Prefer", minimal ? "return=minimal" : null)
                .set("ProviderOdsCode", via == Via.JMS ? provider.ods() : null);
        try {
            return headers.override(overrides);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<GatewayAnswer> overHttp(Provider provider, HeaderFields headers, TaskFile task) {
        String path = proxy ? "/" + provider.serviceRoot() : provider.serviceRoot().path();
        URI url = URI.create(parties.base() + path + "/Order");
        show("POST " + url, headers, task);
        return Optional.of(new HttpSender(url, Duration.ofSeconds(timeout), certificates.tls())
                .send(headers, task.text()));
    }

    private Optional<GatewayAnswer> overJms(HeaderFields headers, TaskFile task) {
        Contact contact = parties.contact();
        String in = queue == null ? contact.queue() : queue;
        String url = broker == null ? contact.broker() : broker;
        if (url.isEmpty()) {
            throw new ClientFault("The gateway's broker listens nowhere for senders (gateway.broker.listen)."
                    + " Nothing was sent.");
        }
        show("Queue " + in + " of " + url, headers, task);
        return new JmsSender(url, in, login(contact), Duration.ofSeconds(timeout), !noWait, certificates.tls())
                .send(headers, task.text());
    }

    /** The gateway's name and password are for its own broker alone. */
    private JmsSender.Login login(Contact contact) {
        try {
            return broker != null || contact.user().isEmpty() ? JmsSender.Login.NOBODY
                    : new JmsSender.Login(contact.user(), contact.password().get());
        } catch (IllegalArgumentException e) {
            throw new ClientFault(e.getMessage() + ". Nothing was sent.", e);
        }
    }

    /** The steps before the answer have limits of their own, which say more. */
    @Override
    public Duration limit() {
        return Duration.ofSeconds(timeout + 20L);
    }

    private void show(String where, HeaderFields headers, TaskFile task) {
        if (showRequest) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("> " + where);
            headers.all().forEach((name, values) -> values.forEach(value -> out.println("> " + name + ": " + value)));
            out.println();
            out.println(task.text().stripTrailing());
            out.println();
        }
    }
}
